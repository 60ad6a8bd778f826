using System.Diagnostics;

namespace Strata.Runtime;

/// <summary>Measures what is called again and again.</summary>
internal static class RepeatedCall
{
    /// <summary>Seconds in which .NET sees what is called often and compiles it again, better.</summary>
    private const double Warming = 1.5;

    private const double Enough = 0.5;

    /// <summary>Seconds of a call: a mean over one at least, behind some that are not counted.</summary>
    /// <param name="share">Of the usual time; less gives a rough figure.</param>
    public static double Seconds(Action call, double share = 1)
    {
        var clock = Stopwatch.StartNew();
        do call();
        while (clock.Elapsed.TotalSeconds < share * Warming);
        clock.Restart();
        int calls = 0;
        for (; calls < 1 || clock.Elapsed.TotalSeconds < share * Enough; calls++) call();
        return clock.Elapsed.TotalSeconds / calls;
    }
}
