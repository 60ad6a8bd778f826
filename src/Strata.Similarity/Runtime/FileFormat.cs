using System.Text;

namespace Strata.Runtime;

/// <summary>What a file is that is not what it was opened as, told by its first bytes, and the way on from there.</summary>
/// <param name="Name">Such as <c>an HDF5 file</c>.</param>
/// <param name="Way">What to do about it, whatever was wanted; null: see the others.</param>
/// <param name="ToWeights">How to make weights of it.</param>
/// <param name="ToArray">How to make an array of it.</param>
public sealed record FileFormat(string Name, string? Way = null, string? ToWeights = null, string? ToArray = null)
{
    /// <summary>Bytes that are enough to tell all kinds.</summary>
    public const int Prefix = 4096;

    private const string Convert =
        "safetensors.torch.save_file writes it anew from Python, with the names and metadata of docs/file-formats.md";
    private const string Activations = "strata compare takes the activations of such a model as a folder of .npy files";
    private const string Save = "numpy.save writes one array of it as .npy";

    private static readonly FileFormat s_torch =
        new("a PyTorch file as torch.save writes it", null, null, "numpy.save writes torch.load(...).numpy() as .npy");
    private static readonly FileFormat s_arrays =
        new("an .npz archive of NumPy arrays", null, Convert, "numpy.save writes one array of numpy.load(...) as .npy");
    private static readonly FileFormat s_numpy = new("a NumPy array (.npy)", null, "similarity, blocks and errors take arrays");
    private static readonly FileFormat s_onnx = new("an ONNX model", null,
        "compare, predict and inspect take ONNX; what trains or changes a network takes its weights, as PyTorch or safetensors have them",
        Save);
    private static readonly FileFormat s_hdf5 = new("an HDF5 file, as Keras and MATLAB write it", null, Convert, Save);
    private static readonly FileFormat s_safetensors =
        new("a safetensors file", null, null, "numpy.save writes one tensor of safetensors.numpy.load_file(...) as .npy");
    private static readonly FileFormat s_json = new("JSON text", null, null, "numpy.save writes its numbers as .npy");
    private static readonly FileFormat s_text = new("text", null, null, "numpy.save writes numpy.loadtxt(...) as .npy");

    private static readonly (int At, byte[] Bytes, FileFormat Kind)[] s_signatures =
    [
        (0, [0x93, .. "NUMPY"u8], s_numpy),
        (0, [0x89, .. "HDF\r\n\x1a\n"u8], s_hdf5),
        (0, [0x1f, 0x8b], Packed("gzip", "gunzip")),
        (0, [0xfd, .. "7zXZ\0"u8], Packed("xz", "unxz")),
        (0, [.. "BZh"u8], Packed("bzip2", "bunzip2")),
        (0, [0x28, 0xb5, 0x2f, 0xfd], Packed("Zstandard", "unzstd")),
        (0, [0x04, 0x22, 0x4d, 0x18], Packed("LZ4", "unlz4")),
        (0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], Packed("7-Zip", "7z x")),
        (0, [.. "Rar!"u8], Packed("RAR", "unrar")),
        (257, [.. "ustar"u8], new("a tar archive", "tar -xf unpacks it")),
        (0, [.. "version https://git-lfs.github.com/spec/"u8], new("a Git LFS pointer, not the file itself", "git lfs pull fetches that")),
        (0, [0x89, .. "PNG"u8], new("a PNG image")),
        (0, [0xff, 0xd8, 0xff], new("a JPEG image")),
        (0, [.. "GIF8"u8], new("a GIF image")),
        (0, [.. "II*\0"u8], new("a TIFF image")),
        (0, [.. "MM\0*"u8], new("a TIFF image")),
        (8, [.. "WEBP"u8], new("a WebP image")),
        (4, [.. "ftyp"u8], new("an image or film (HEIF, AVIF, MP4)")),
        (0, [.. "%PDF"u8], new("a PDF document")),
        (0, [0x7f, .. "ELF"u8], new("a program or library")),
        (0, [.. "GGUF"u8], new("a GGUF model", null, Activations)),
        (4, [.. "TFL3"u8], new("a TensorFlow Lite model", null, Activations)),
        (0, [.. "MATLAB"u8], new("a MATLAB file", null, Convert, "numpy.save writes one array of scipy.io.loadmat(...) as .npy")),
        (0, [.. "PAR1"u8], new("a Parquet file", null, null, Save)),
        (0, [.. "ARROW1"u8], new("an Arrow file", null, null, Save)),
        (0, [.. "SQLite format 3"u8], new("an SQLite database")),
        (0, [0, 0, 8, 1], new("an idx file, as MNIST's are", "--data mnist:FOLDER reads those")),
        (0, [0, 0, 8, 3], new("an idx file, as MNIST's are", "--data mnist:FOLDER reads those")),
        (0, [.. "BM"u8], new("a BMP image")),
    ];

    private static readonly string[] s_webPages = ["<!doctype html", "<html", "<head", "<body", "<script", "<!--"];

    /// <summary>The kind of a file that begins so; null where nothing is known of it.</summary>
    public static FileFormat? Of(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) return new("empty", "a copy or download that came to nothing?");
        if (start.StartsWith("PK\x03\x04"u8)) return OfZip(start);
        foreach ((int at, byte[] bytes, FileFormat kind) in s_signatures)
        {
            if (start.Length >= at + bytes.Length && start.Slice(at, bytes.Length).SequenceEqual(bytes)) return kind;
        }
        // Pickles of protocols 2 to 5; older torch.save wrote several, the first of them a number of 10 bytes.
        if (start is [0x80, >= 2 and <= 5, ..])
            return start is [_, _, 0x8a, 0x0a, ..] || start.IndexOf("torch"u8) >= 0
                ? s_torch
                : new("a Python pickle", null, Convert, Save);
        if (IsOnnx(start)) return s_onnx;
        if (start.Length > 9 && start[8] == '{' && start[7] == 0 && start[6] == 0) return s_safetensors;
        if (start.Length >= 64 && !start.ContainsAnyExcept((byte)0))
            return new("zeros to begin with", "a copy or download that did not finish?");
        return OfText(start);
    }

    /// <summary>A protocol buffer of ONNX: the version of its format from 3 on, then one of the model's next members.</summary>
    public static bool IsOnnx(ReadOnlySpan<byte> start)
        => start is [8, >= 3 and <= 20, 0x12 or 0x1a or 0x22 or 0x28 or 0x32 or 0x3a or 0x42, ..];

    /// <summary>The error of a file that is not what was wanted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Its first bytes, up to <see cref="Prefix"/>.</param>
    /// <param name="wanted">What it was opened as.</param>
    /// <param name="expected">The same in words, such as <c>an .npy file</c>.</param>
    /// <returns>Null where nothing is known of such a file, and for text where JSON was wanted: its parser can say more.</returns>
    public static InvalidFileException? Refusal(string path, ReadOnlySpan<byte> start, Wanted wanted, string expected)
    {
        if (Of(start) is not { } kind || wanted == Wanted.Json && (kind == s_text || kind == s_json)) return null;
        string? way = kind.Way ?? wanted switch { Wanted.Weights => kind.ToWeights, Wanted.Array => kind.ToArray, _ => null };
        return new(path, $"is {kind.Name}; expected {expected}{(way is null ? "" : $" ({way})")}");
    }

    /// <summary>The first bytes of an open file, whose place is set back.</summary>
    public static byte[] Start(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        long place = file.Position;
        byte[] start = new byte[Prefix];
        file.Position = 0;
        int read = file.ReadAtLeast(start, Prefix, throwOnEndOfStream: false);
        file.Position = place;
        return start[..read];
    }

    private static FileFormat Packed(string name, string command) => new($"packed with {name}", $"{command} unpacks it");

    /// <summary>By the names of its first members.</summary>
    private static FileFormat OfZip(ReadOnlySpan<byte> start)
    {
        if (start.IndexOf("data.pkl"u8) >= 0 || start.IndexOf("constants.pkl"u8) >= 0) return s_torch;
        if (start.IndexOf(".npy"u8) >= 0) return s_arrays;
        bool keras = start.IndexOf("model.weights.h5"u8) >= 0 || start.IndexOf("keras_version"u8) >= 0;
        return keras ? new("a Keras model", null, Convert, Save) : new("a zip archive", "unzip unpacks it");
    }

    private static FileFormat? OfText(ReadOnlySpan<byte> start)
    {
        if (start is [0xff, 0xfe, ..] or [0xfe, 0xff, ..]) return s_text with { Name = "text in UTF-16" };
        ReadOnlySpan<byte> text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        if (text.ContainsAnyInRange((byte)0, (byte)8) || text.ContainsAnyInRange((byte)14, (byte)26)) return null;
        // The last character may have been cut.
        string words = Encoding.UTF8.GetString(text).TrimStart();
        if (words.Length == 0) return s_text with { Name = "white space" };
        words = words.TrimEnd('\uFFFD');
        if (words.Length == 0) return null;
        string first = words[..Math.Min(words.Length, 16)].ToLowerInvariant();
        if (s_webPages.Any(page => first.StartsWith(page, StringComparison.Ordinal)))
            return new("a web page", "a login or an error in place of the file: download it anew");
        if (first.StartsWith("<?xml", StringComparison.Ordinal))
            return new("an XML document", "perhaps a server's error in place of the file");
        if (words.Contains("\"weight_map\"", StringComparison.Ordinal))
            return new("the index of a model in several safetensors files", null, Convert);
        if (first[0] is '{' or '[') return s_json;
        return words.Contains('\uFFFD', StringComparison.Ordinal) ? null : s_text;
    }
}
