using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Runtime;

namespace Strata.Checkpoints;

/// <summary>What an artifact folder holds and how it came to be: its <c>manifest.json</c>.</summary>
public sealed record Manifest
{
    public const string FileName = "manifest.json";

    /// <summary>A manifest is a page of text and a list of layers; anything larger is no manifest.</summary>
    private const long LargestFile = 64 << 20;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    };

    /// <summary>Such as <c>model</c> or <c>similarity</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The artifact's name, which is its folder's in a study.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 in hexadecimal over everything that decides the content; empty where nothing asks for it by key.</summary>
    public required string Key { get; init; }

    /// <summary>What it was made from: a role such as <c>data</c> or <c>a</c>, and a content key or hash.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    public required JsonObject Options { get; init; }

    public required RunEnvironment Environment { get; init; }

    /// <summary>How long it took to make.</summary>
    public required double Seconds { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>What a reader should know before trusting the numbers.</summary>
    public required string[] Warnings { get; init; }

    /// <summary>Figures of the result, such as accuracies or reasons for what is undefined.</summary>
    public required JsonObject Results { get; init; }

    /// <summary>Version of the artifact's format.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Writes <c>manifest.json</c> into a folder, by way of a temporary file and a rename.</summary>
    public void Write(string directory)
        => AtomicFile.WriteText(Path.Combine(directory, FileName), JsonSerializer.Serialize(this, s_json) + "\n");

    /// <summary>Reads <c>manifest.json</c> of a folder.</summary>
    /// <exception cref="InvalidFileException">Missing, or not what <see cref="Write"/> leaves.</exception>
    public static Manifest Read(string directory)
    {
        string path = Path.Combine(directory, FileName);
        var file = new FileInfo(path);
        if (!file.Exists) throw new InvalidFileException(path, "does not exist");
        if (file.Length > LargestFile) throw new InvalidFileException(path, $"{file.Length} bytes are too many for a manifest");
        try
        {
            return JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(path), s_json)
                ?? throw new InvalidFileException(path, "null is no manifest");
        }
        catch (JsonException wrong)
        {
            throw new InvalidFileException(path, $"no manifest: {wrong.Message}", wrong);
        }
    }
}
