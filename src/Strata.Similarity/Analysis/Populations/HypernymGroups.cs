using Strata.Data.WordNet;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>Groups of classes by WordNet: what is below one hypernym (P1 §7 and table F.2).</summary>
public static class HypernymGroups
{
    /// <summary>Fewer classes are hardly a group: the papers ask for more than 50 of ImageNet's thousand.</summary>
    public const int AtLeast = 10;

    /// <summary>Problems with classes that a message lists.</summary>
    private const int Told = 3;

    /// <summary>
    /// Hypernyms of all classes together. The 82,115 nouns of WordNet 3.0 have .74 million; of a made-up chain of some thousand synsets
    /// each has all that are above it, which no memory holds.
    /// </summary>
    private const long MostAbove = 2_000_000;

    /// <summary>
    /// Every direct or indirect hypernym, instances' too, with so many of the classes below it, along every path where a class has several
    /// parents. A class that is itself such a hypernym is in its own group. The largest group comes first.
    /// </summary>
    /// <param name="classes">In order of label: wnids.</param>
    /// <exception cref="StrataException">A class is no wnid or none of WordNet's nouns, or there is no such hypernym.</exception>
    /// <exception cref="InvalidFileException">The nouns are below far more than those of WordNet.</exception>
    public static ClassGroups Of(Nouns nouns, IReadOnlyList<string> classes, int atLeast = AtLeast)
    {
        ArgumentNullException.ThrowIfNull(nouns);
        ArgumentNullException.ThrowIfNull(classes);
        Synset[] synsets = Synsets(nouns, classes);
        var below = new Dictionary<Wnid, (Synset Synset, SortedSet<int> Classes)>();
        long all = 0;
        foreach (var (label, synset) in synsets.Index())
        {
            IReadOnlyCollection<Synset> hypernyms = nouns.Above(synset);
            all += hypernyms.Count;
            if (all > MostAbove)
                throw new InvalidFileException(nouns.Path,
                    $"has {all} hypernyms above the first {label + 1} of {classes.Count} classes, expected up to {MostAbove} above all");
            foreach (Synset above in hypernyms)
            {
                if (!below.TryGetValue(above.Id, out (Synset, SortedSet<int> Classes) group)) below[above.Id] = group = (above, []);
                group.Classes.Add(label);
            }
        }
        foreach (var (label, synset) in synsets.Index())
            if (below.TryGetValue(synset.Id, out (Synset, SortedSet<int> Classes) own)) own.Classes.Add(label);

        (Synset Synset, SortedSet<int> Classes)[] large =
            [.. below.Values.Where(g => g.Classes.Count >= atLeast).OrderByDescending(g => g.Classes.Count)
                .ThenBy(g => g.Synset.Id.Offset)];
        if (large.Length == 0) throw new StrataException($"no hypernym has {atLeast} of the {classes.Count} classes below it");
        IReadOnlyList<string> names = WnidNames.Distinct([.. large.Select(g => g.Synset)]);
        return new([.. large.Select((group, i) => new ClassGroup(names[i], [.. group.Classes]))]);
    }

    private static Synset[] Synsets(Nouns nouns, IReadOnlyList<string> classes)
    {
        var found = new List<Synset>();
        var unknown = new List<string>();
        foreach (var (label, name) in classes.Index())
        {
            if (nouns.Find(name) is { } synset) found.Add(synset);
            else
                unknown.Add($"class {label}, {Foreign.Quoted(name)}, is "
                    + (Wnid.TryParse(name, out _) ? "none of its nouns" : "no wnid such as n02084071"));
        }
        if (unknown.Count == 0) return [.. found];
        string more = unknown.Count > Told ? $" and {unknown.Count - Told} more" : "";
        throw new StrataException($"WordNet ({Foreign.Path(nouns.Path)}) does not know {unknown.Count} of the {classes.Count} classes: "
            + $"{string.Join("; ", unknown.Take(Told))}{more}. ImageNet's wnids are those of WordNet {Nouns.ImageNetVersion}");
    }
}
