using Strata.Runtime;

namespace Strata.Data.Files;

/// <summary>
/// The files of a set by name, wherever they lie: in a folder, a tar archive or a zip archive. What a set is made of is decided over such a
/// tree, so that a folder and its archive are the same set. Nothing is ever unpacked to disk.
/// </summary>
internal abstract class FileTree(string path) : IDisposable
{
    /// <summary>Folders within folders; more is a link back to a folder that it lies in.</summary>
    public const int Deepest = 32;

    private const string Expected = "a folder or a .tar, .tar.gz or .zip archive";

    /// <summary>Entries of folders that are listed again: so many, and so many more for each that was listed for the first time.</summary>
    private const int MostAgain = 1 << 16, MoreForEach = 4;

    private readonly HashSet<string> _places = new(StringComparer.Ordinal), _folders = new(StringComparer.Ordinal);
    private long _first, _again;

    /// <summary>As the user named it.</summary>
    public string Path { get; } = path;

    /// <summary>Stands for all that the set is read from: equal only while nothing was written.</summary>
    public abstract string State { get; }

    /// <summary>Bytes that the set is read from.</summary>
    public abstract long Bytes { get; }

    /// <summary>The tree of a folder or an archive, whatever its name; null for any other file.</summary>
    /// <exception cref="InvalidFileException">Nothing is there, or it may not be read.</exception>
    public static FileTree? Open(string path, LoadOptions options)
    {
        FileState state = FileState.Of(path);
        if (state.Kind == FileKind.Folder) return new FolderTree(path, options.Stop);
        FileStream file = InputFile.Open(path, Expected);
        ArchiveFormat? format = ArchiveFormats.Of(file);
        if (format is null) file.Dispose();
        return format switch
        {
            null => null,
            ArchiveFormat.Zip => new ZipTree(file, path, state, options),
            _ => new TarTree(file, path, state, format == ArchiveFormat.GzippedTar, options),
        };
    }

    /// <summary>The same where nothing else will do; of another file the message says what it is and what to do about it.</summary>
    public static FileTree Require(string path, LoadOptions options)
    {
        if (Open(path, options) is { } tree) return tree;
        using FileStream file = InputFile.Open(path, Expected);
        throw FileFormat.Refusal(path, FileFormat.Start(file), Wanted.Images, Expected)
            ?? new InvalidFileException(path, $"is neither a folder nor an archive; expected {Expected}");
    }

    /// <summary>What lies in a folder of the tree, in ordinal order; nothing where there is no such folder.</summary>
    /// <param name="folder">Empty for the top.</param>
    public abstract IReadOnlyList<TreeEntry> List(string folder);

    /// <summary>The content of files, in the order that is fastest to read: each with its place in <paramref name="files"/>.</summary>
    /// <param name="files">From <see cref="List"/>.</param>
    /// <param name="largest">A file of more bytes is refused before it is read.</param>
    public abstract IEnumerable<(int Index, byte[] Content)> Read(IReadOnlyList<TreeEntry> files, int largest);

    /// <summary>The content of one file.</summary>
    public byte[] Read(TreeEntry file, int largest) => Read([file], largest).Single().Content;

    /// <summary>Why files cannot be read one by one in any order, or null where they can.</summary>
    public virtual string? NoJumps => null;

    /// <summary>Where the content of a file lies.</summary>
    /// <param name="file">From <see cref="List"/>.</param>
    /// <param name="largest">A file of more bytes is refused.</param>
    public abstract ContentPlace Locate(TreeEntry file, int largest);

    /// <summary>Refuses what unpacks to more than images compress to, such as one piece of an archive under many names.</summary>
    /// <param name="places">Of all files that are going to be read one by one.</param>
    /// <exception cref="InvalidFileException">It is a decompression bomb.</exception>
    public virtual void RequirePlausible(IEnumerable<ContentPlace> places) { }

    /// <summary>The content of one file; several threads may ask at once.</summary>
    /// <param name="name">Of the file.</param>
    /// <param name="place">From <see cref="Locate"/>, also that of an earlier run while the state is the same.</param>
    /// <exception cref="InvalidFileException">It cannot be read, or was changed meanwhile.</exception>
    public abstract byte[] ReadAt(string name, ContentPlace place);

    /// <summary>How messages name a file of the tree.</summary>
    public abstract string Where(string name);

    /// <summary>The same of a file that may not have been listed.</summary>
    public virtual string Where(string name, ContentPlace place) => Where(name);

    /// <summary>
    /// The top, the only folder in it, the only one in that, and so on: an archive often has one folder that holds everything.
    /// </summary>
    public IEnumerable<string> Wrapping()
    {
        string folder = "";
        for (int depth = 0; depth < Deepest; depth++)
        {
            yield return folder;
            TreeEntry[] folders = [.. Visible(folder).Where(entry => entry.IsFolder)];
            if (folders.Length != 1) yield break;
            folder = folders[0].Name;
        }
    }

    /// <summary>What lies in a folder, without what other programs have left there.</summary>
    public IEnumerable<TreeEntry> Visible(string folder) => List(folder).Where(entry => !Leftovers.Is(entry.Last));

    /// <summary>The entry, if it can be used.</summary>
    public TreeEntry Usable(TreeEntry entry)
    {
        if (entry.Problem is not null) throw new InvalidFileException(Where(entry.Name), entry.Problem);
        if (TreeEntry.ClimbsOut(entry.Last))
            throw new InvalidFileException(Where(entry.Name), "its name leads out of the set; expected a name without '..'");
        return entry;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) { }

    /// <summary>Counts what is listed, for sixty links that lead to folders of links make more entries than any disk holds.</summary>
    /// <param name="folder">As it is asked for.</param>
    /// <param name="place">The same by whichever links it is reached.</param>
    /// <param name="entries">How many lie in it.</param>
    /// <exception cref="InvalidFileException">Links have led to the same folders too often.</exception>
    protected void CountListed(string folder, string place, int entries)
    {
        // Readers of sets ask for the same folder several times.
        if (!_folders.Add(folder)) return;
        if (_places.Add(place)) _first += entries;
        else _again += entries;
        long most = MostAgain + MoreForEach * _first;
        if (_again > most)
            throw new InvalidFileException(Where(folder),
                $"is a folder to which links lead again and again: {_again} entries were met before, expected at most {most}");
    }

    /// <summary>Refuses a file that cannot be used or is too large.</summary>
    protected void Check(TreeEntry file, int largest)
    {
        if (Usable(file).IsFolder) throw new InvalidFileException(Where(file.Name), "is a folder; expected a file");
        if (file.Length > largest)
            throw new InvalidFileException(Where(file.Name), $"has {file.Length} bytes; expected at most {largest}");
    }
}
