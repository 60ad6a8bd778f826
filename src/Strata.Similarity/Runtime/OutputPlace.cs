using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Strata.Runtime;

/// <summary>Where an output really goes: behind links, or into a stream that this process was started with.</summary>
/// <param name="Path">The whole path of what the links lead to, which need not exist.</param>
/// <param name="Kind">What is there now.</param>
/// <param name="Descriptor">The number of the stream, for names such as <c>/dev/stdout</c>.</param>
public readonly partial record struct OutputPlace(string Path, FileKind Kind, int? Descriptor)
{
    private const int MostLinks = 40, GetFlags = 1, CloseOnExec = 1;

    /// <summary>Whether it is written to as it is: nothing can be put beside or in place of it.</summary>
    public bool IsStream => Descriptor is not null || Kind is FileKind.Device or FileKind.Pipe or FileKind.Socket;

    /// <exception cref="IOException">The links lead round in a circle, or to a stream that is not open.</exception>
    public static OutputPlace Of(string path)
    {
        string at = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        for (int links = 0; links <= MostLinks; links++)
        {
            if (StreamName().Match(at) is { Success: true } stream)
            {
                int number = int.Parse(stream.Groups["number"].Value, CultureInfo.InvariantCulture);
                return IsInherited(number) ? new(at, FileKind.Device, number) : throw new IOException($"{path}: this stream is not open");
            }
            if (new FileInfo(at).LinkTarget is not { } target) return new(at, FileState.Of(at).Kind, null);
            // Of the real folder, whose parent is what .. in a target means.
            string folder = FilePlace.Real(System.IO.Path.GetDirectoryName(at)!);
            at = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(target, folder));
        }
        throw new IOException($"{path}: is a link that leads round in a circle");
    }

    /// <summary>Whether this process was started with the descriptor; those that it opens itself would not outlast its start.</summary>
    public static bool IsInherited(int descriptor)
        => OperatingSystem.IsWindows() || (fcntl(descriptor, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0);

    [GeneratedRegex("^/(dev|proc/self|proc/thread-self)/fd/(?<number>[0-9]{1,6})$")]
    private static partial Regex StreamName();

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command);
}
