using System.Security.Cryptography;
using System.Text;
using Strata.Studies.Format;

namespace Strata.Studies.Planning;

/// <summary>Names of artifacts, which are those of their folders.</summary>
internal static class FolderName
{
    /// <summary>
    /// File systems take 255 bytes. Around an artifact's name stand the kind and the ending of a note on a failure; in that of a
    /// comparison stand those of two models, whole.
    /// </summary>
    private const int MostBytes = 215, MostOfModel = 100;

    /// <summary>The name itself; a longer one is cut, and ends in a hash of the whole.</summary>
    public static string Of(string name) => Of(name, MostBytes);

    /// <inheritdoc cref="Of(string)"/>
    public static string OfModel(string name) => Of(name, MostOfModel);

    private static string Of(string name, int most)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length <= most) return name;
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..8];
        var cut = new StringBuilder();
        int left = most - hash.Length - 1;
        foreach (Rune rune in name.EnumerateRunes())
        {
            if ((left -= rune.Utf8SequenceLength) < 0) break;
            cut.Append(rune);
        }
        return $"{cut}-{hash}";
    }

    /// <summary>What a file or folder of a user's is called, as part of a name; what may not stay becomes dashes.</summary>
    public static string Part(string foreign)
    {
        var part = new StringBuilder();
        foreach (Rune rune in foreign.EnumerateRunes())
        {
            if (NameCharacters.Holds(rune) && rune.Value != '-') part.Append(rune);
            else if (part.Length == 0 || part[^1] != '-') part.Append('-');
        }
        return part.ToString();
    }
}
