namespace Strata.Benchmarks;

/// <summary>Work per second of processor time, on one thread: other work on the machine does not count.</summary>
internal static class ProcessorRate
{
    /// <summary>Contestants take turns.</summary>
    /// <param name="contestants">Names and one piece of work each.</param>
    /// <param name="work">What one piece is, in billions.</param>
    /// <param name="repetitions">Measurements of each.</param>
    /// <param name="seconds">For one measurement, about.</param>
    public static Timing[] Measure((string Name, Action Work)[] contestants, double work, int repetitions, double seconds)
    {
        double[][] rates = [.. contestants.Select(_ => new double[repetitions])];
        int[] counts = [.. contestants.Select(c => { Seconds(c.Work, 2); return Math.Max(2, (int)(seconds / (Seconds(c.Work, 2) / 2))); })];
        for (int r = 0; r < repetitions; r++)
        {
            for (int c = 0; c < contestants.Length; c++) rates[c][r] = work * counts[c] / Seconds(contestants[c].Work, counts[c]);
        }
        return [.. contestants.Select((c, i) => new Timing(c.Name, rates[i]))];
    }

    private static double Seconds(Action work, int times)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < times; i++) work();
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }
}
