using System.Security.Cryptography;

namespace Strata.Runtime;

/// <summary>Length and SHA-256 of a file: whether it still holds what was written.</summary>
/// <param name="Sha256">In lower-case hexadecimal, as <c>sha256sum</c> prints it.</param>
public sealed record FileChecksum(long Bytes, string Sha256)
{
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FileChecksum Of(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 17,
            FileOptions.SequentialScan);
        return new(stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>Why the file at a path is not the one that was written, such as <c>is missing</c>; null where it is.</summary>
    public string? ProblemOf(string path)
    {
        FileState state = FileState.Of(path);
        if (state.Kind == FileKind.Missing) return "is missing";
        if (state.Kind != FileKind.File)
            return $"is a {state.Kind.ToString().ToLowerInvariant()}, where a file of {Bytes} bytes was written";
        // The length first, which costs nothing.
        if (state.Length != Bytes) return $"has {state.Length} bytes, where {Bytes} were written";
        try
        {
            return Of(path) == this ? null : "is damaged: it holds other bytes than were written";
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {refused.Message}";
        }
    }

    /// <summary>Bytes of the file at a path, or of the one that a link there leads to; null where there is none.</summary>
    public static long? LengthOf(string path) => FileState.Of(path) is { Kind: FileKind.File, Length: var length } ? length : null;
}
