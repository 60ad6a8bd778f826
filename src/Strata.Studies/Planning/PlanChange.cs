namespace Strata.Studies.Planning;

/// <summary>What an edited study comes to, beside what it came to before.</summary>
/// <param name="New">Artifacts that it did not have.</param>
/// <param name="Same">Artifacts that it had.</param>
/// <param name="Gone">Artifacts that it has no more.</param>
public sealed record PlanChange(IReadOnlyList<Artifact> New, IReadOnlyList<Artifact> Same, IReadOnlyList<Artifact> Gone)
{
    public static PlanChange Between(Plan before, Plan now)
    {
        var had = before.Artifacts().ToHashSet();
        var has = now.Artifacts().ToHashSet();
        return new([.. now.Artifacts().Where(artifact => !had.Contains(artifact))], [.. has.Where(had.Contains)],
            [.. before.Artifacts().Where(artifact => !has.Contains(artifact))]);
    }

    public bool IsNone => New.Count == 0 && Gone.Count == 0;

    /// <summary>Such as <c>2 models and 4 blocks are new, 12 results stay, 3 are no part of it any more</c>.</summary>
    public override string ToString()
    {
        string[] kinds = [.. New.CountBy(artifact => Path.GetFileName(artifact.Kind)).Select(kind => $"{kind.Value} {kind.Key}")];
        string made = kinds.Length == 0 ? "nothing is new" : $"new are {string.Join(", ", kinds)}";
        return $"{made}; {Same.Count} results stay{(Gone.Count > 0 ? $"; {Gone.Count} are no part of it any more" : "")}";
    }
}
