using Strata.Reliability.Processes;

namespace Strata.Reliability.Reporting;

/// <summary>Which state of the code is tried.</summary>
internal static class Checkout
{
    /// <summary>The commit, with a plus where tracked files differ from it.</summary>
    public static string Commit()
    {
        Ended commit = Shell.Run(Built.Root, "git rev-parse --short=10 HEAD && git diff --quiet HEAD || echo +");
        return commit.Code == 0 ? string.Concat(commit.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)) : "unknown";
    }
}
