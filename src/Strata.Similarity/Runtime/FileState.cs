using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Strata.Runtime;

/// <summary>
/// What the system knows of a file: two equal states of one path mean that nothing was written in between.
/// </summary>
/// <param name="Kind">What lies there.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">When content was last written, in ns; programs may set it.</param>
/// <param name="Changed">
/// On Linux when content, name or attributes last changed, which only the system sets, in ns; elsewhere the creation.
/// </param>
/// <param name="Identity">The inode, which no two files that are there at once share; 0 where it is not known.</param>
internal readonly partial record struct FileState(FileKind Kind, long Length, long Modified, long Changed, ulong Identity)
{
    private const int WorkingFolder = -100, NotThroughLinks = 0x100, HandleItself = 0x1000;
    private const int BasicFields = 0x7ff, AccessDenied = 13, TypeMask = 0xf000;

    /// <summary>Whose it is, on Linux.</summary>
    public uint User { get; init; }

    /// <summary>Of the users who share it, on Linux.</summary>
    public uint Group { get; init; }

    /// <summary>Why this cannot be read as a file, or null.</summary>
    public string? NoFile => Kind switch
    {
        FileKind.File => null,
        FileKind.Folder => "is a folder; expected a file",
        FileKind.Missing => "no such file or folder",
        FileKind.Denied => "lies in a folder that may not be read",
        // A pipe would be waited for, and a device might never end.
        _ => $"is a {Kind.ToString().ToLowerInvariant()}; expected a regular file",
    };

    /// <summary>Looks at a path without opening anything, so that pipes and devices do no harm.</summary>
    /// <param name="path">Any path.</param>
    /// <param name="throughLinks">Whether a link stands for what it leads to.</param>
    public static FileState Of(string path, bool throughLinks = true)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                if (statx(WorkingFolder, path, throughLinks ? 0 : NotThroughLinks, BasicFields, out LinuxState state) == 0)
                    return Of(state);
                bool denied = Marshal.GetLastPInvokeError() == AccessDenied;
                return default(FileState) with { Kind = denied ? FileKind.Denied : FileKind.Missing };
            }
            catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
            {
                // Another C library: what .NET knows has to do.
            }
        }
        bool link = !throughLinks && new FileInfo(path).LinkTarget is not null;
        return link ? default(FileState) with { Kind = FileKind.Link } : Portable(path);
    }

    /// <summary>Of an open file; on Linux only.</summary>
    public static FileState Of(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux()) return default;
        return statx((int)file.DangerousGetHandle(), "", HandleItself, BasicFields, out LinuxState state) == 0 ? Of(state) : default;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}/{Length}/{Modified}/{Changed}/{Identity}");

    private static FileState Portable(string path)
    {
        FileSystemInfo info = new FileInfo(path);
        if (info.LinkTarget is not null) info = info.ResolveLinkTarget(returnFinalTarget: true)!;
        if (!Path.Exists(info.FullName)) return default;
        bool folder = info.Attributes.HasFlag(FileAttributes.Directory), device = info.Attributes.HasFlag(FileAttributes.Device);
        return new(folder ? FileKind.Folder : device ? FileKind.Device : FileKind.File,
            folder ? 0 : new FileInfo(info.FullName).Length, 100 * info.LastWriteTimeUtc.Ticks, 100 * info.CreationTimeUtc.Ticks, 0);
    }

    private static FileState Of(LinuxState state)
        => new(KindOf(state.Mode), (long)state.Size, state.Modified.Nanoseconds, state.Changed.Nanoseconds, state.Inode)
        {
            User = state.User,
            Group = state.Group,
        };

    private static FileKind KindOf(ushort mode) => (mode & TypeMask) switch
    {
        0x8000 => FileKind.File,
        0x4000 => FileKind.Folder,
        0xa000 => FileKind.Link,
        0x1000 => FileKind.Pipe,
        0xc000 => FileKind.Socket,
        _ => FileKind.Device,
    };

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int statx(int folder, string path, int flags, uint fields, out LinuxState state);

    /// <summary>The kernel's <c>struct statx</c>, the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct LinuxState
    {
        [FieldOffset(20)] public uint User;
        [FieldOffset(24)] public uint Group;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(96)] public Time Changed;
        [FieldOffset(112)] public Time Modified;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public uint Fraction;
        public int Reserved;

        public readonly long Nanoseconds => unchecked(Seconds * 1_000_000_000 + Fraction);
    }
}
