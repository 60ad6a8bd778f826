namespace Strata.Data.WordNet;

/// <summary>What people call classes that go by wnids.</summary>
public static class WnidNames
{
    /// <summary>
    /// The first word of each class that is a wnid of WordNet's nouns, with the wnid behind it where two share the word; others are as they
    /// are.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> classes, Nouns? nouns)
    {
        ArgumentNullException.ThrowIfNull(classes);
        Synset?[] synsets = [.. classes.Select(name => nouns?.Find(name))];
        return Array.TrueForAll(synsets, synset => synset is null) ? classes
            : SharedNames.ToldApart([.. classes.Zip(synsets, (name, synset) => synset?.Name ?? name)], classes);
    }

    /// <summary>Wnids by their form, which the WordNet that is installed does not know; none where there is no WordNet.</summary>
    public static IReadOnlyList<string> Unknown(IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        string[] wnids = [.. classes.Where(name => Wnid.TryParse(name, out _))];
        return wnids.Length > 0 && Nouns.OpenInstalled() is { } nouns ? [.. wnids.Where(wnid => nouns.Find(wnid) is null)] : [];
    }

    /// <summary>The same by the WordNet that is installed, which is opened for wnids alone.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return classes.Any(name => Wnid.TryParse(name, out _)) ? Of(classes, Nouns.OpenInstalled()) : classes;
    }

    /// <summary>Names that tell meanings apart.</summary>
    internal static IReadOnlyList<string> Distinct(IReadOnlyList<Synset> synsets)
        => SharedNames.ToldApart([.. synsets.Select(synset => synset.Name)], [.. synsets.Select(synset => $"{synset.Id}")]);
}
