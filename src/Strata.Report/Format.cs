namespace Strata.Report;

/// <summary>Numbers as people read them.</summary>
internal static class Format
{
    public const string None = "–";

    /// <summary>Between a number and its unit, where no line may end.</summary>
    public const char Space = '\u00a0';

    /// <summary>A share in [0, 1] as a percentage.</summary>
    public static string Percent(double? share) => share is double value && double.IsFinite(value) ? $"{100 * value:0.0}{Space}%" : None;

    /// <summary>A CKA or a share of variance, without the zero that says nothing.</summary>
    public static string Unit(double? value)
        => value is not double number || !double.IsFinite(number) ? None : $"{number:.000;-.000;0}".Replace("1.000", "1");

    /// <summary>A count with its magnitude, such as 0.565 M.</summary>
    public static string Count(long count) => count switch
    {
        >= 1_000_000_000 => $"{Significant(count / 1e9)}{Space}G",
        >= 100_000 => $"{Significant(count / 1e6)}{Space}M",
        >= 1_000 => $"{Significant(count / 1e3)}{Space}k",
        _ => $"{count}",
    };

    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0) return None;
        long whole = (long)Math.Round(Math.Min(seconds, 1e12));
        return whole switch
        {
            < 60 => $"{whole}{Space}s",
            < 3600 => $"{whole / 60}{Space}min {whole % 60}{Space}s",
            _ => $"{whole / 3600}{Space}h {whole % 3600 / 60}{Space}min",
        };
    }

    private static string Significant(double value)
        => value switch { >= 100 => $"{value:0}", >= 10 => $"{value:0.0}", >= 1 => $"{value:0.00}", _ => $"{value:0.000}" };
}
