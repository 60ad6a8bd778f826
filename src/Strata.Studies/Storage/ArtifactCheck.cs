namespace Strata.Studies.Storage;

/// <summary>What is known of an artifact once all of its files were read.</summary>
/// <param name="Problem">What is wrong with it: words that go behind its folder's name; null where nothing is.</param>
/// <param name="Foreign">Names of what lies in its folder and is no part of it.</param>
/// <param name="Verified">Whether it has checksums; those of earlier versions have none, and damage to them shows only where it makes no
/// sense.</param>
public sealed record ArtifactCheck(ArtifactHealth Health, string? Problem = null, IReadOnlyList<string>? Foreign = null,
    bool Verified = true);
