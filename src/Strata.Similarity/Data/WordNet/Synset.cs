namespace Strata.Data.WordNet;

/// <summary>One meaning of nouns.</summary>
/// <param name="Words">At least one, the most usual first; spaces between the words of one.</param>
/// <param name="Hypernyms">What it is a kind of, or an instance of; several where it has several parents, none at the root.</param>
public sealed record Synset(Wnid Id, IReadOnlyList<string> Words, IReadOnlyList<Wnid> Hypernyms)
{
    public string Name => Words[0];
}
