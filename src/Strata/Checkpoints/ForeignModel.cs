using Strata.Models;
using Strata.Models.Layouts;
using Strata.Runtime;

namespace Strata.Checkpoints;

/// <summary>A network that was found in a file by the names and shapes of its tensors.</summary>
/// <param name="Set">Where.</param>
/// <param name="Layout">Whose names.</param>
internal sealed record ForeignModel(TensorSet Set, ModelLayout Layout, LayoutMatch Match)
{
    private static readonly string[] s_usual = ["", "state_dict", "model_state_dict", "model", "net"];

    /// <summary>The only part of a file, or the most usual one, that some layout knows.</summary>
    /// <param name="sets">The parts.</param>
    /// <param name="say">Told where there were several.</param>
    /// <exception cref="InvalidFileException">None fits; says what comes near.</exception>
    public static ForeignModel Find(string path, IReadOnlyList<TensorSet> sets, ModelReading reading, Action<string>? say)
    {
        var problems = new List<string>();
        var found = new List<ForeignModel>();
        foreach (TensorSet set in sets.OrderBy(set => Array.IndexOf(s_usual, set.Place) is var at && at < 0 ? s_usual.Length : at))
            if (ModelLayouts.Find(set.Entries, reading.Layout, reading.Size, problems) is var (layout, match))
                found.Add(new(set, layout, match));
        if (found.Count > 1)
            say?.Invoke($"note: {path}: holds {found.Count} networks; of "
                + $"{string.Join(", ", found.Select(f => Foreign.Quoted(f.Set.Place)))} the first is read");
        return found.Count > 0 ? found[0] : throw new InvalidFileException(path, Refusal(sets, reading, problems));
    }

    private static string Refusal(IReadOnlyList<TensorSet> sets, ModelReading reading, List<string> problems)
    {
        TensorSet largest = sets.MaxBy(set => set.Entries.Count) ?? new("", []);
        string holds = largest.Entries.Count == 0 ? "holds no tensor"
            : $"holds {largest.Entries.Count} tensors, {Foreign.Quoted(largest.Entries[0].Name)} to "
                + Foreign.Quoted(largest.Entries[^1].Name);
        if (problems.Count > 0) return $"{holds}; {string.Join("; ", problems.Distinct().Take(3))}";
        string names = reading.Layout == ModelLayouts.Auto ? "names of no layout that is known" : $"not the names of {reading.Layout}";
        return $"{holds}: {names}, and no metadata that say of what network (docs/foreign-models.md)";
    }
}
