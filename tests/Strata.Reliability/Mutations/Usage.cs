using System.Diagnostics;
using System.Globalization;

namespace Strata.Reliability.Mutations;

/// <summary>What this process uses from a moment on: seconds of processor time and bytes beyond those it had.</summary>
internal sealed class Usage
{
    /// <summary>Tells Linux to begin the largest resident size anew.</summary>
    private const string ForgetPeak = "5";

    private readonly double _seconds = Processor();
    private readonly long _bytes;

    public Usage()
    {
        File.WriteAllText("/proc/self/clear_refs", ForgetPeak);
        _bytes = Status("VmRSS:");
    }

    public double Seconds => Processor() - _seconds;

    public long PeakBytes => Status("VmHWM:") - _bytes;

    private static double Processor()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

    private static long Status(string field)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line[field.Length..^"kB".Length], NumberStyles.Integer, CultureInfo.InvariantCulture);
    }
}
