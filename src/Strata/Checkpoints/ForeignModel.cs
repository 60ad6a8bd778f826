using Strata.Models;
using Strata.Models.Layouts;
using Strata.Runtime;

namespace Strata.Checkpoints;

/// <summary>A network that was found in a file by the names and shapes of its tensors.</summary>
/// <param name="Set">Where.</param>
/// <param name="Part">What of it, masked weights joined: all, or what has one first part of a name.</param>
/// <param name="Layout">Whose names.</param>
internal sealed record ForeignModel(TensorSet Set, TensorSet Part, ModelLayout Layout, LayoutMatch Match)
{
    private static readonly string[] s_usual = ["", "state_dict", "model_state_dict", "model", "net"];

    /// <summary>First parts of names that are looked into; a network's own are fewer.</summary>
    private const int MostParts = 50;

    /// <summary>Sets of tensors that are tried; an optimizer may have one for each parameter, all smaller than the network.</summary>
    private const int MostSets = 100;

    /// <summary>Networks that a note names.</summary>
    private const int MostNamed = 5;

    /// <summary>The only part of a file, or the most usual one, that some layout knows.</summary>
    /// <param name="sets">The parts.</param>
    /// <param name="say">Told where there were several, and where a network was found among other tensors.</param>
    /// <exception cref="InvalidFileException">None fits; says what comes near.</exception>
    public static ForeignModel Find(string path, IReadOnlyList<TensorSet> sets, ModelReading reading, Action<string>? say)
    {
        var problems = new List<string>();
        (TensorSet Set, TensorSet All)[] usual = [.. Largest(sets)
            .OrderBy(set => Array.IndexOf(s_usual, set.Place) is var at && at < 0 ? s_usual.Length : at)
            .Select(set => (set, set with { Entries = MaskedTensors.Joined(set.Entries) }))];
        List<ForeignModel> found = Known(usual);
        // A trainer such as Lightning's keeps its measures and losses, or a second network, beside the network.
        if (found.Count == 0)
            found = Known(usual.SelectMany(each => Parts(each.All).Select(part => (each.Set, part))));
        if (found.Count == 0) throw new InvalidFileException(path, Refusal(sets, reading, problems));
        ForeignModel first = found[0];
        if (found.Count > 1)
            say?.Invoke($"note: {path}: holds {(sets.Count > MostSets ? $"at least {found.Count}" : $"{found.Count}")} networks; of "
                + $"{string.Join(", ", found.Take(MostNamed).Select(f => Foreign.Quoted(f.Part.Place)))}"
                + $"{(found.Count > MostNamed ? " and so on" : "")} the first is read");
        HashSet<TensorEntry> own = [.. first.Part.Entries];
        int beside = ModelTensors.Plain(usual.First(each => each.Set == first.Set).All.Entries).Count(each => !own.Contains(each.Entry));
        if (beside > 0)
            say?.Invoke($"note: {path}: the network is in {Foreign.Quoted(first.Part.Place)}; {beside} tensors beside it are not read");
        int masked = first.Part.Entries.Except(first.Set.Entries).Count();
        if (masked > 0) say?.Invoke($"note: {path}: {masked} tensors are the product of weights and masks (torch.nn.utils.prune)");
        return first;

        List<ForeignModel> Known(IEnumerable<(TensorSet Set, TensorSet Part)> places)
        {
            var known = new List<ForeignModel>();
            foreach ((TensorSet set, TensorSet part) in places)
                if (ModelLayouts.Find(part.Entries, reading.Layout, reading.Size, problems) is var (layout, match))
                    known.Add(new(set, part, layout, match));
            return known;
        }
    }

    /// <summary>What of the file's numbers the network is made of.</summary>
    public Dictionary<string, TensorData> Tensors(IReadOnlyDictionary<string, TensorData> all) => MaskedTensors.Joined(all, Part.Entries);

    /// <summary>Those that a network may be in, in the order of the file.</summary>
    private static IEnumerable<TensorSet> Largest(IReadOnlyList<TensorSet> sets)
        => sets.Index().OrderByDescending(set => s_usual.Contains(set.Item.Place)).ThenByDescending(set => set.Item.Entries.Count)
            .Take(MostSets).OrderBy(set => set.Index).Select(set => set.Item);

    /// <summary>Tensors by the first parts of their names, the most usual and then the largest first; none where all have one.</summary>
    private static IEnumerable<TensorSet> Parts(TensorSet set)
    {
        IGrouping<string, TensorEntry>[] parts = [.. ModelTensors.Plain(set.Entries)
            .GroupBy(entry => entry.Name.Split('.')[0], entry => entry.Entry)
            .OrderByDescending(part => s_usual.Contains(part.Key)).ThenByDescending(part => part.Count())];
        return parts.Length is 1 or > MostParts ? []
            : parts.Select(part => new TensorSet(set.Place == "" ? part.Key : $"{set.Place}.{part.Key}", [.. part]));
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
