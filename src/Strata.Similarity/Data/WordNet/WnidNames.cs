namespace Strata.Data.WordNet;

/// <summary>What people call classes that go by wnids.</summary>
public static class WnidNames
{
    /// <summary>
    /// The first word of each class where all are names of WordNet's nouns, with the wnid behind it where two share the word; else the
    /// classes as they are.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> classes, Nouns? nouns)
    {
        ArgumentNullException.ThrowIfNull(classes);
        Synset?[] synsets = [.. classes.Select(name => nouns?.Find(name))];
        return synsets.Any(synset => synset is null) ? classes : Distinct(synsets!);
    }

    /// <summary>The same by the WordNet that is installed, which is opened for wnids alone.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return classes.All(name => Wnid.TryParse(name, out _)) ? Of(classes, Nouns.OpenInstalled()) : classes;
    }

    /// <summary>Names that tell meanings apart.</summary>
    internal static IReadOnlyList<string> Distinct(IReadOnlyList<Synset> synsets)
        => SharedNames.ToldApart([.. synsets.Select(synset => synset.Name)], [.. synsets.Select(synset => $"{synset.Id}")]);
}
