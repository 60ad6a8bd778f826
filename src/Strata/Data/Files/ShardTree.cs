using Strata.Runtime;

namespace Strata.Data.Files;

/// <summary>
/// Several archives as one tree: what lies in any of them, as if all were unpacked into one folder. A file may lie in one of them only.
/// </summary>
internal sealed class ShardTree : FileTree
{
    private static readonly string[] s_ends = [".tar", ".tar.gz", ".tgz", ".zip"];

    private readonly FileTree[] _shards;

    /// <summary>Which shard each file that was listed lies in.</summary>
    private readonly Dictionary<string, int> _owners = new(StringComparer.Ordinal);

    private ShardTree(string path, FileTree[] shards) : base(path) => _shards = shards;

    /// <summary>
    /// The tree of a folder that holds archives alone, or of a path with <c>*</c> or <c>?</c> in its last part; null for any other path.
    /// </summary>
    public static ShardTree? Of(string path, LoadOptions options)
    {
        string[]? files = Archives(path);
        if (files is null) return null;
        var shards = new List<FileTree>();
        try
        {
            foreach (string file in files) shards.Add(Require(file, options));
            return new(path, [.. shards]);
        }
        catch
        {
            foreach (FileTree shard in shards) shard.Dispose();
            throw;
        }
    }

    public override string State => ContentHash.OfText(string.Join('\n', _shards.Select(shard => $"{shard.Path}\0{shard.State}")));

    public override long Bytes => _shards.Sum(shard => shard.Bytes);

    public override string? NoJumps => _shards.Select(shard => shard.NoJumps).FirstOrDefault(problem => problem is not null);

    public override IReadOnlyList<TreeEntry> List(string folder)
    {
        var found = new SortedDictionary<string, TreeEntry>(StringComparer.Ordinal);
        for (int shard = 0; shard < _shards.Length; shard++)
        {
            foreach (TreeEntry entry in _shards[shard].List(folder))
            {
                bool twice = found.TryGetValue(entry.Name, out TreeEntry? other);
                if (twice && !(entry.IsFolder && other!.IsFolder))
                {
                    throw new InvalidFileException(_shards[shard].Where(entry.Name),
                        $"lies in {Where(entry.Name)} too; expected it in one archive");
                }
                if (!twice) found.Add(entry.Name, entry);
                if (!entry.IsFolder) _owners[entry.Name] = shard;
            }
        }
        return [.. found.Values];
    }

    public override IEnumerable<(int Index, byte[] Content)> Read(IReadOnlyList<TreeEntry> files, int largest)
    {
        foreach (IGrouping<int, int> own in Enumerable.Range(0, files.Count).GroupBy(i => _owners[files[i].Name]).OrderBy(g => g.Key))
        {
            int[] indices = [.. own];
            foreach ((int index, byte[] content) in _shards[own.Key].Read([.. indices.Select(i => files[i])], largest))
                yield return (indices[index], content);
        }
    }

    public override ContentPlace Locate(TreeEntry file, int largest)
    {
        int shard = _owners[file.Name];
        return _shards[shard].Locate(file, largest) with { Part = shard };
    }

    public override void RequirePlausible(IEnumerable<ContentPlace> places)
    {
        foreach (IGrouping<int, ContentPlace> own in places.GroupBy(place => place.Part)) _shards[own.Key].RequirePlausible(own);
    }

    public override byte[] ReadAt(string name, ContentPlace place) => _shards[place.Part].ReadAt(name, place);

    public override string Where(string name)
        => _owners.TryGetValue(name, out int shard) ? _shards[shard].Where(name) : $"{Path}!{name}";

    public override string Where(string name, ContentPlace place) => _shards[place.Part].Where(name);

    protected override void Dispose(bool disposing)
    {
        if (disposing) foreach (FileTree shard in _shards) shard.Dispose();
        base.Dispose(disposing);
    }

    private static string[]? Archives(string path)
    {
        string last = System.IO.Path.GetFileName(path);
        bool pattern = last.AsSpan().ContainsAny('*', '?') && !System.IO.Path.Exists(path);
        string folder = pattern ? System.IO.Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : "." : path;
        if (!Directory.Exists(folder)) return null;
        try
        {
            string[] files = [.. Directory.EnumerateFileSystemEntries(folder, pattern ? last : "*")
                .Where(file => !Leftovers.Is(System.IO.Path.GetFileName(file))).Order(StringComparer.Ordinal)];
            if (pattern && files.Length == 0) throw new InvalidFileException(path, "fits no file; expected the archives of a set");
            if (pattern || files.Length > 0 && Array.TrueForAll(files, IsArchive)) return files;
            // A folder of a set may hold the archive that it came from, but not in place of its splits.
            if (Array.Exists(files, IsArchive) && !Array.Exists(files, Directory.Exists)
                && Array.Find(files, file => !IsArchive(file)) is { } other)
                throw new InvalidFileException(folder, $"holds archives and {Foreign.Quoted(System.IO.Path.GetFileName(other))}; expected "
                    + "archives alone, or the folders train and test");
            return null;
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw new InvalidFileException(folder, $"cannot be read ({denied.Message.TrimEnd('.')})", denied);
        }
    }

    private static bool IsArchive(string file)
        => Array.Exists(s_ends, end => file.EndsWith(end, StringComparison.OrdinalIgnoreCase)) && File.Exists(file);
}
