using Microsoft.Win32.SafeHandles;

namespace Strata.Runtime;

/// <summary>
/// Opens files that somebody else wrote. A pipe, a socket or a device is refused at once: a reader would wait on it, or read it for ever.
/// </summary>
public static class InputFile
{
    private const FileShare Share = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Opens a file for reading from its start to its end; links are followed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should be, such as <c>an .npy file</c>.</param>
    /// <exception cref="InvalidFileException">Missing, a folder, no regular file, or not to be read.</exception>
    public static FileStream Open(string path, string expected = "a file")
        => Opened(path, expected, () => new FileStream(path, FileMode.Open, FileAccess.Read, Share, 1 << 16));

    /// <summary>Opens a file for reading here and there.</summary>
    /// <inheritdoc cref="Open"/>
    public static SafeFileHandle OpenHandle(string path, string expected)
        => Opened(path, expected, () => File.OpenHandle(path, share: Share, options: FileOptions.RandomAccess));

    /// <summary>The whole content of a small file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should be, such as <c>a study file</c>.</param>
    /// <param name="most">The bytes that such a file has at most.</param>
    /// <exception cref="InvalidFileException">As <see cref="Open"/>, or larger.</exception>
    public static byte[] ReadAll(string path, string expected, long most)
    {
        using FileStream file = Open(path, expected);
        if (file.Length > most) throw new InvalidFileException(path, $"has {file.Length} bytes; expected {expected} of at most {most}");
        try
        {
            // Files of the kernel say that they are empty.
            using var content = new MemoryStream((int)file.Length);
            byte[] block = new byte[1 << 16];
            for (int got; (got = file.Read(block)) > 0;)
            {
                content.Write(block, 0, got);
                if (content.Length > most) throw new InvalidFileException(path, $"has more than {most} bytes; expected {expected}");
            }
            return content.ToArray();
        }
        catch (IOException failure)
        {
            throw new InvalidFileException(path, $"cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>The whole content of what should be JSON; what is clearly something else is refused by its name.</summary>
    /// <inheritdoc cref="ReadAll"/>
    public static byte[] ReadJson(string path, string expected, long most)
    {
        byte[] content = ReadAll(path, expected, most);
        ReadOnlySpan<byte> start = content.AsSpan(0, Math.Min(content.Length, FileFormat.Prefix));
        return FileFormat.Refusal(path, start, Wanted.Json, expected) is { } foreign ? throw foreign : content;
    }

    private static T Opened<T>(string path, string expected, Func<T> open)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0) throw new InvalidFileException("''", $"names no file; expected {expected}");
        string? unusual = FileState.Of(path).Kind switch
        {
            FileKind.File => null,
            FileKind.Missing => "does not exist",
            FileKind.Denied => "lies in a folder that may not be read",
            FileKind kind => $"is a {kind.ToString().ToLowerInvariant()}",
        };
        if (unusual is not null) throw new InvalidFileException(path, $"{unusual}; expected {expected}");
        try
        {
            return open();
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new InvalidFileException(path, "cannot be read: permission denied", refused);
        }
        catch (Exception failure) when (failure is IOException or NotSupportedException)
        {
            throw new InvalidFileException(path, $"cannot be read: {failure.Message}", failure);
        }
    }
}
