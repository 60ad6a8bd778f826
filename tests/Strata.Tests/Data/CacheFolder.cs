using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Strata.Tests.Data;

/// <summary>Points the cache at a folder of the test's own.</summary>
public sealed class CacheFolder : IDisposable
{
    private const string Variable = "XDG_CACHE_HOME";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    private readonly TemporaryFolder _home = new();

    public CacheFolder() => Environment.SetEnvironmentVariable(Variable, _home.Path);

    public string Path => System.IO.Path.Combine(_home.Path, "strata");

    public string[] Files => Directory.Exists(Path) ? Directory.GetFiles(Path) : [];

    /// <summary>Changes what a file claims of itself, and gives it the checksum that fits.</summary>
    /// <param name="start">What stands in front of its header.</param>
    /// <param name="change">Given the header and what is behind it.</param>
    public static void Forge(string file, string start, Action<JsonObject, byte[]> change)
    {
        byte[] whole = File.ReadAllBytes(file);
        int front = start.Length + sizeof(int) + SHA256.HashSizeInBytes, length = BitConverter.ToInt32(whole, start.Length);
        JsonObject header = JsonNode.Parse(Encoding.UTF8.GetString(whole, front, length))!.AsObject();
        byte[] body = whole[(front + length)..];
        change(header, body);
        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString());
        File.WriteAllBytes(file,
            [.. whole[..start.Length], .. BitConverter.GetBytes(json.Length), .. SHA256.HashData(json), .. json, .. body]);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _home.Dispose();
    }
}
