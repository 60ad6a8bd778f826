using System.Globalization;

namespace Strata.Studies.Slurm;

/// <summary>Times as Slurm writes them: minutes, minutes:seconds, hours:minutes:seconds, days-hours, and so on.</summary>
internal static class SlurmTime
{
    /// <param name="text">Of one of these forms.</param>
    public static long Seconds(string text)
    {
        string[] days = text.Split('-');
        long[] parts = [.. days[^1].Split(':').Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
        if (days.Length == 1)
            return parts switch
            {
                [var minutes] => 60 * minutes,
                [var minutes, var seconds] => 60 * minutes + seconds,
                [var hours, var minutes, var seconds] => 3600 * hours + 60 * minutes + seconds,
                _ => throw new FormatException(text),
            };
        long[] rest = [.. parts, 0, 0];
        return 86400 * long.Parse(days[0], CultureInfo.InvariantCulture) + 3600 * rest[0] + 60 * rest[1] + rest[2];
    }
}
