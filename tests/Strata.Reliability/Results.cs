using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Reliability;

/// <summary>What a study came to, without what differs from run to run: times, and checksums of files that tell them.</summary>
internal static class Results
{
    /// <summary>Members that hold times or follow from them.</summary>
    private static readonly string[] s_times =
        ["seconds", "created", "imagesPerSecond", "remainingSeconds", "sha256", "checksum", "files", "command"];

    /// <summary>Every file below a folder with its content's hash.</summary>
    public static SortedDictionary<string, string> Of(string folder)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, path);
            // What was damaged is put aside there as it was, links that lead nowhere included.
            if (Path.GetFileName(name) == ".lock" || name.Split(Path.DirectorySeparatorChar).Contains("damaged")) continue;
            // The page and the table of models tell how long things took, and the page's key goes over manifests, which do too.
            bool told = Path.GetFileName(name) is "index.html" or "models.csv"
                || name.EndsWith("report/manifest.json", StringComparison.Ordinal);
            found[name] = told ? "" : Convert.ToHexStringLower(SHA256.HashData(Lasting(path)));
        }
        return found;
    }

    /// <summary>What differs, or null.</summary>
    public static string? Difference(SortedDictionary<string, string> expected, SortedDictionary<string, string> found)
    {
        string[] missing = [.. expected.Keys.Except(found.Keys)], added = [.. found.Keys.Except(expected.Keys)];
        string[] other = [.. expected.Keys.Intersect(found.Keys).Where(name => expected[name] != found[name])];
        List<string> parts = [];
        foreach ((string word, string[] names) in new[] { ("lacks", missing), ("also holds", added), ("differs in", other) })
        {
            string more = names.Length > 3 ? $" and {names.Length - 3} more" : "";
            if (names.Length > 0) parts.Add($"{word} {string.Join(", ", names.Take(3))}{more}");
        }
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    private static byte[] Lasting(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        if (Path.GetExtension(path) is not (".json" or ".jsonl")) return content;
        try
        {
            using var lasting = new MemoryStream();
            string[] documents = Path.GetExtension(path) == ".json" ? [File.ReadAllText(path)] : File.ReadAllLines(path);
            foreach (string document in documents) JsonSerializer.Serialize(lasting, Without(JsonNode.Parse(document)));
            return lasting.ToArray();
        }
        catch (JsonException)
        {
            return content;
        }
    }

    private static JsonNode? Without(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (string time in s_times) members.Remove(time);
            foreach (JsonNode? value in members.Select(member => member.Value).ToList()) Without(value);
        }
        else if (node is JsonArray elements)
        {
            foreach (JsonNode? element in elements) Without(element);
        }
        return node;
    }
}
