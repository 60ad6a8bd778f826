using System.Globalization;
using System.Text;
using Strata.Runtime;

namespace Strata.Data.WordNet;

/// <summary>
/// Reads <c>data.noun</c> (wndb(5WN)): after the licence, whose lines begin with two spaces, a line for each meaning:
/// <c>offset file type words {word id}… pointers {symbol offset part-of-speech source}… | gloss</c>, the number of words in hexadecimal.
/// </summary>
internal static class NounReader
{
    /// <summary>WordNet 3.0's has 15 MB.</summary>
    private const long Largest = 128 << 20;

    private const string Expected = "WordNet's data.noun", Hypernym = "@", InstanceHypernym = "@i";

    /// <exception cref="InvalidFileException">Missing, too large, or no such file; the message gives the line.</exception>
    public static Nouns Read(string path)
    {
        using var lines = new StringReader(Encoding.UTF8.GetString(InputFile.ReadAll(path, Expected, Largest)));
        var synsets = new Dictionary<Wnid, Synset>();
        int number = 0;
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (line.StartsWith("  ", StringComparison.Ordinal)) continue;
            Synset synset = Parse(line, out string? problem)
                ?? throw new InvalidFileException(path, $"line {number} {problem}; expected {Expected}; is it whole?");
            if (!synsets.TryAdd(synset.Id, synset))
                throw new InvalidFileException(path, $"line {number} has the place {synset.Id.Offset:00000000} of an earlier one");
        }
        if (synsets.Count == 0) throw new InvalidFileException(path, $"holds no nouns; expected {Expected}");
        foreach (Synset synset in synsets.Values)
        {
            foreach (Wnid above in synset.Hypernyms.Where(above => !synsets.ContainsKey(above)))
                throw new InvalidFileException(path, $"has {synset.Id} below {above}, which it does not have; is it whole?");
        }
        return new(path, synsets);
    }

    private static Synset? Parse(string line, out string? problem)
    {
        int gloss = line.IndexOf('|', StringComparison.Ordinal);
        string[] fields = (gloss < 0 ? line : line[..gloss]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        problem = "is none of its lines";
        if (fields.Length < 4 || !Wnid.TryParseDigits(fields[0], out int offset) || fields[2] != "n") return null;
        problem = $"has {Foreign.Quoted(fields[3])} for its number of words, and {fields.Length} fields";
        if (!int.TryParse(fields[3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int words)
            || words < 1 || words > (fields.Length - 5) / 2) return null;
        int pointers = 4 + 2 * words;
        problem = $"has {Foreign.Quoted(fields[pointers])} for its number of pointers, and {fields.Length} fields";
        if (!int.TryParse(fields[pointers], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || count > (fields.Length - pointers - 1) / 4) return null;

        string[] names = [.. Enumerable.Range(0, words).Select(word => fields[4 + 2 * word].Replace('_', ' '))];
        problem = "has a word with a control character";
        if (names.Any(name => name.Any(char.IsControl))) return null;
        var hypernyms = new List<Wnid>();
        for (int at = pointers + 1; at < pointers + 1 + 4 * count; at += 4)
        {
            if (fields[at] is not (Hypernym or InstanceHypernym) || fields[at + 2] != "n") continue;
            problem = $"points to {Foreign.Quoted(fields[at + 1])}, which is no place";
            if (!Wnid.TryParseDigits(fields[at + 1], out int above)) return null;
            hypernyms.Add(new(above));
        }
        problem = null;
        return new(new(offset), names, hypernyms);
    }
}
