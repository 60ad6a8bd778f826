using Strata.Runtime;

namespace Strata.Studies.Storage;

/// <summary>Why an artifact could not be made: a file in OUT/failed.</summary>
/// <param name="Folder">The artifact's.</param>
/// <param name="Diverged">Set where the training's loss stopped being a number: the same recipe would end there again, so it is not tried
/// again.</param>
public sealed record FailureNote(string Folder, string Key, string Reason, int? Diverged, DateTimeOffset When)
{
    /// <summary>1 had no checksum.</summary>
    public const int CurrentFormat = 2;

    public int Format { get; init; } = 1;

    /// <summary>Of the log of a training that diverged.</summary>
    public FileChecksum? Log { get; init; }
}
