namespace Strata.Reliability.Processes;

/// <summary>How a process ended.</summary>
/// <param name="Script">What bash was told.</param>
/// <param name="Code">As a shell sees it: 128 and the signal where one ended it; <see cref="Hung"/> where it came to no end.</param>
internal sealed record Ended(string Script, int Code, string Output, string Errors)
{
    public const int Hung = -1;
}
