using Strata.Runtime;

namespace Strata.Data.WordNet;

/// <summary>The nouns of WordNet (G. A. Miller 1995; C. Fellbaum 1998), from a database file that the user has.</summary>
public sealed class Nouns
{
    /// <summary>ImageNet's names are places in this version's file.</summary>
    public const string ImageNetVersion = "3.0";

    private readonly Dictionary<Wnid, Synset> _synsets;

    internal Nouns(string path, Dictionary<Wnid, Synset> synsets) => (Path, _synsets) = (path, synsets);

    /// <summary>The file that they come from.</summary>
    public string Path { get; }

    public int Count => _synsets.Count;

    /// <summary>Reads <c>data.noun</c>.</summary>
    /// <param name="path">The file, or a folder that has it, itself or in <c>dict</c>; null: where WordNet is installed.</param>
    /// <exception cref="StrataException">It is not installed.</exception>
    /// <exception cref="InvalidFileException">The file is missing or no such database.</exception>
    public static Nouns Open(string? path = null) => NounReader.Read(path is null ? NounPlaces.Installed() : NounPlaces.Named(path));

    /// <summary>The same where WordNet is installed, else null.</summary>
    public static Nouns? OpenInstalled() => NounPlaces.Found() is { } path ? NounReader.Read(path) : null;

    /// <summary>The meaning of this name, or null.</summary>
    public Synset? Find(Wnid id) => _synsets.GetValueOrDefault(id);

    /// <summary>The meaning of this name, or null where it is no name of a noun.</summary>
    public Synset? Find(string wnid) => Wnid.TryParse(wnid, out Wnid id) ? Find(id) : null;

    /// <summary>Every meaning that this one is a kind or an instance of, directly or not, each once, without itself.</summary>
    public IReadOnlyCollection<Synset> Above(Synset synset)
    {
        ArgumentNullException.ThrowIfNull(synset);
        var found = new Dictionary<Wnid, Synset>();
        var left = new Queue<Wnid>(synset.Hypernyms);
        // A damaged file may hold a circle.
        while (left.TryDequeue(out Wnid id))
        {
            if (id == synset.Id || !found.TryAdd(id, _synsets[id])) continue;
            foreach (Wnid higher in _synsets[id].Hypernyms) left.Enqueue(higher);
        }
        return found.Values;
    }
}
