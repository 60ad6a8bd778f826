namespace Strata.Cli;

/// <summary>A command stopped at the user's wish after saving; the message says how to go on.</summary>
internal sealed class InterruptedException(string howToGoOn) : OperationCanceledException(howToGoOn)
{
    /// <summary>Which command goes on; one that begins anew would throw away what was just kept.</summary>
    public static string GoOn(bool restart) => $"The same command{(restart ? " without --restart" : "")} goes on from there.";
}
