namespace Strata.Reliability.Mutations;

/// <summary>The files of a folder as they were at a moment, to which they can be put back.</summary>
internal sealed class Snapshot
{
    private readonly string _folder;
    private readonly Dictionary<string, byte[]> _files;

    private Snapshot(string folder, Dictionary<string, byte[]> files) => (_folder, _files) = (folder, files);

    public static Snapshot Of(string folder) => new(folder, Paths(folder).ToDictionary(path => path, File.ReadAllBytes));

    public IEnumerable<string> Files => _files.Keys.Select(path => Path.GetRelativePath(_folder, path)).Order(StringComparer.Ordinal);

    public byte[] this[string file] => _files[Path.Combine(_folder, file)];

    /// <summary>Paths that were not there.</summary>
    public IEnumerable<string> Added()
        => Paths(_folder).Where(path => !_files.ContainsKey(path)).Select(path => Path.GetRelativePath(_folder, path));

    /// <summary>Writes back what differs and nothing else, so that times of change tell the truth.</summary>
    public void Restore()
    {
        foreach (string added in Added().ToList()) File.Delete(Path.Combine(_folder, added));
        foreach ((string path, byte[] content) in _files)
        {
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private static string[] Paths(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
}
