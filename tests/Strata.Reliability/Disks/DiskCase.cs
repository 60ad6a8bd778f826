namespace Strata.Reliability.Disks;

/// <summary>A command that writes to the small disk <c>disk</c>.</summary>
/// <param name="Command">Without <c>strata</c>.</param>
/// <param name="Result">What is there once it is done; empty: nothing in particular.</param>
/// <param name="Kilobytes">What it needs, or somewhat more.</param>
internal sealed record DiskCase(string Command, string Result, int Kilobytes)
{
    /// <summary>A line of bash before, with enough room.</summary>
    public string? Before { get; init; }

    /// <summary>The small disk holds the cache of decoded images; the command needs none.</summary>
    public bool Cache { get; init; }
}
