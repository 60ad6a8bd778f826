namespace Strata.Cli;

/// <summary>A command stopped at the user's wish after saving; the message says how to go on.</summary>
internal sealed class InterruptedException(string howToGoOn) : OperationCanceledException(howToGoOn);
