using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Strata.Runtime;

namespace Strata.Checkpoints;

/// <summary>
/// What an artifact folder holds and how it came to be: its <c>manifest.json</c>, with checksums of all files of the folder and of itself.
/// </summary>
public sealed record Manifest
{
    public const string FileName = "manifest.json";

    /// <summary>1 had no checksums; such artifacts are read all the same.</summary>
    public const int CurrentFormat = 2;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        TypeInfoResolver = ManifestJson.Default,
    };

    private static readonly JsonTypeInfo<Manifest> s_type = (JsonTypeInfo<Manifest>)s_json.GetTypeInfo(typeof(Manifest));

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
    public int Format { get; init; } = CurrentFormat;

    /// <summary>
    /// All other files of the folder by name; set by <see cref="Write"/>, null in artifacts of earlier versions, which nothing can be held
    /// against.
    /// </summary>
    public IReadOnlyDictionary<string, FileChecksum>? Files { get; init; }

    /// <summary>
    /// Writes <c>manifest.json</c> into a folder that holds everything else already, by way of a temporary file and a rename.
    /// </summary>
    /// <param name="except">Name of a file that goes before anybody sees the folder.</param>
    public void Write(string directory, string? except = null)
    {
        var files = new SortedDictionary<string, FileChecksum>(StringComparer.Ordinal);
        IEnumerable<string> names = Directory.EnumerateFiles(directory).Select(p => Path.GetFileName(p));
        foreach (string name in names.Where(n => !IsNoPart(n) && n != except))
            files.Add(name, FileChecksum.Of(Path.Combine(directory, name)));
        AtomicFile.WriteText(Path.Combine(directory, FileName),
            SealedJson.Write(this with { Format = CurrentFormat, Files = files }, s_type));
    }

    /// <summary>Reads <c>manifest.json</c> of a folder; the other files are not looked at.</summary>
    /// <exception cref="InvalidFileException">Missing, damaged, or not what <see cref="Write"/> leaves.</exception>
    public static Manifest Read(string directory)
    {
        string path = Path.Combine(directory, FileName);
        byte[] text = JsonFile.ReadBytes(path, "manifest");
        Manifest manifest = JsonFile.Parse(text, path, "manifest", s_type);
        if (manifest.Format is < 1 or > CurrentFormat)
            throw new InvalidFileException(path, $"has format {manifest.Format}, expected 1 to {CurrentFormat}");
        SealedJson.Require(text, path, required: manifest.Format > 1);
        bool partsMissing = manifest.Format > 1 && manifest.Files is null || manifest.Files?.Values.Contains(null) == true;
        if (partsMissing || manifest.Warnings.Contains(null) || manifest.Inputs.Values.Contains(null))
            throw new InvalidFileException(path, "no manifest: null stands where a text or a checksum must");
        // Whatever is listed is looked for, and must lead nowhere else.
        return manifest.Files?.Keys.FirstOrDefault(name => !IsPlain(name)) is { } elsewhere
            ? throw new InvalidFileException(path, $"no manifest: {Foreign.Quoted(elsewhere)} is no name of a file in its folder")
            : manifest;
    }

    /// <summary>Reads <c>manifest.json</c> of a folder, and all other files to see that they are as they were written.</summary>
    /// <exception cref="InvalidFileException">A file is missing, damaged, or not what <see cref="Write"/> leaves.</exception>
    public static Manifest ReadWhole(string directory)
    {
        Manifest manifest = Read(directory);
        foreach ((string name, string problem) in manifest.DamageIn(directory))
            throw new InvalidFileException(Path.Combine(directory, name), problem);
        return manifest;
    }

    /// <summary>
    /// Refuses a file that the manifest beside it says is another; where there is no manifest, or it does not list the file, there is
    /// nothing to hold it against.
    /// </summary>
    /// <exception cref="InvalidFileException">It is not as it was written.</exception>
    public static void Check(string path)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        // A file of this name may be somebody else's.
        if (!File.Exists(Path.Combine(directory, FileName)) || Attempt(directory) is not { Files: { } files }) return;
        if (files.TryGetValue(Path.GetFileName(path), out FileChecksum? written) && written.ProblemOf(path) is { } problem)
            throw new InvalidFileException(path,
                $"{problem}, as {FileName} beside it says; copy it elsewhere if it was changed on purpose");
    }

    /// <summary>Whether the folder may hold a file of this name as a part of the artifact.</summary>
    public bool Lists(string name) => Files?.ContainsKey(name) ?? true;

    /// <summary>Files that are not as they were written, each with what is wrong with it.</summary>
    public IEnumerable<(string Name, string Problem)> DamageIn(string directory)
    {
        foreach ((string name, FileChecksum written) in Files ?? new Dictionary<string, FileChecksum>())
            if (written.ProblemOf(Path.Combine(directory, name)) is { } problem) yield return (name, problem);
    }

    /// <summary>Names of what lies in the folder and is no part of the artifact; nothing reads it.</summary>
    public IEnumerable<string> ForeignIn(string directory)
        => Directory.EnumerateFileSystemEntries(directory).Select(p => Path.GetFileName(p)).Where(n => !IsNoPart(n) && !Lists(n));

    private static bool IsPlain(string name)
        => name is not ("" or "." or "..") && Path.GetFileName(name) == name && !name.Contains('\0', StringComparison.Ordinal);

    /// <summary>The manifest itself; hidden files, which systems leave, and what a writer has not renamed yet.</summary>
    private static bool IsNoPart(string name) => name == FileName || name.StartsWith('.');

    private static Manifest? Attempt(string directory)
    {
        try
        {
            return Read(directory);
        }
        catch (InvalidFileException)
        {
            return null;
        }
    }
}
