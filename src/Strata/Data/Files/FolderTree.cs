using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Strata.Runtime;

namespace Strata.Data.Files;

/// <summary>
/// A folder on disk. Links are followed, for sets are often put together from them, and count as what they lead to. Its state is that of
/// all that has been listed.
/// </summary>
internal sealed class FolderTree(string path, CancellationToken stop) : FileTree(path)
{
    /// <summary>Everything: what is passed over is decided by one rule, for folders and archives alike.</summary>
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly SortedDictionary<string, IReadOnlyList<TreeEntry>> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileState> _states = new(StringComparer.Ordinal);

    public override string State
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (TreeEntry entry in _listed.Values.SelectMany(entries => entries))
            {
                // A folder's own times say nothing about the files in it, which have theirs.
                string state = entry.IsFolder ? "folder" : _states[entry.Name].ToString();
                hash.AppendData(Encoding.UTF8.GetBytes($"{entry.Name}\0{state}\0{entry.Problem}\n"));
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    public override long Bytes => _states.Values.Sum(state => state.Length);

    public override IReadOnlyList<TreeEntry> List(string folder)
    {
        if (_listed.TryGetValue(folder, out IReadOnlyList<TreeEntry>? known)) return known;
        string full = Where(folder);
        if (FileState.Of(full).Kind != FileKind.Folder) return [];
        try
        {
            TreeEntry[] found = [.. Directory.EnumerateFileSystemEntries(full, "*", s_everything)
                .Select(entry => Look(TreeEntry.Join(folder, System.IO.Path.GetFileName(entry)), entry))];
            Array.Sort(found, (a, b) => string.CompareOrdinal(a.Name, b.Name));
            CountListed(folder, FilePlace.Real(full), found.Length);
            return _listed[folder] = found;
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw new InvalidFileException(full, $"cannot be read ({denied.Message.TrimEnd('.')})", denied);
        }
    }

    public override IEnumerable<(int Index, byte[] Content)> Read(IReadOnlyList<TreeEntry> files, int largest)
    {
        for (int i = 0; i < files.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            Check(files[i], largest);
            string place = Where(files[i].Name);
            using FileStream stream = InputFile.Open(place);
            if (stream.Length > largest) throw new InvalidFileException(place, $"has {stream.Length} bytes; expected at most {largest}");
            yield return (i, BoundedReader.Exactly(stream, (int)stream.Length, place, "content"));
        }
    }

    public override ContentPlace Locate(TreeEntry file, int largest)
    {
        Check(file, largest);
        return new(0, 0, (int)file.Length);
    }

    public override byte[] ReadAt(string name, ContentPlace place)
    {
        string file = Where(name);
        using SafeFileHandle handle = InputFile.OpenHandle(file, "an image");
        // Behind the opening, so that a file that was put in its place before is noticed.
        FileState now = FileState.Of(file);
        if (now.Length != place.Length)
            throw new InvalidFileException(file, $"was changed: it has {now.Length} bytes, and had {place.Length} when the set was opened");
        // Not the time of its attributes, which backups and new links touch.
        if (_states.TryGetValue(name, out FileState listed) && now.Modified != listed.Modified)
            throw new InvalidFileException(file, "was changed: it was written after the set was opened; start again");
        return BoundedReader.At(handle, 0, place.Length, file);
    }

    public override string Where(string name) => name.Length == 0 ? Path : System.IO.Path.Combine(Path, name);

    private TreeEntry Look(string name, string place)
    {
        stop.ThrowIfCancellationRequested();
        FileState state = FileState.Of(place);
        // .NET puts U+FFFD for bytes that are not UTF-8, and nothing lies at that name.
        string? problem = state.Kind == FileKind.Missing
            ? name.Contains('\ufffd', StringComparison.Ordinal) ? TreeEntry.NotUtf8 : "is a link to nothing"
            : state.Kind == FileKind.Folder ? null : state.NoFile;
        _states[name] = state;
        return new(name, state.Kind == FileKind.Folder, state.Length, problem);
    }
}
