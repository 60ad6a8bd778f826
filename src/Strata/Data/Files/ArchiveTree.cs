using Microsoft.Win32.SafeHandles;
using Strata.Runtime;

namespace Strata.Data.Files;

/// <summary>
/// An archive as the folder that unpacking would make of it: of members of one name the last counts, hard links are the file that was there
/// before them, symbolic links lead where they lead inside the archive. It is listed once, when something is asked for.
/// </summary>
internal abstract class ArchiveTree : FileTree
{
    /// <summary>Links on the way to a name, as many as Linux follows; more is a circle.</summary>
    private const int MostLinks = 40;

    /// <summary>Parts of all targets that a name leads through; those of a set have a dozen.</summary>
    private const int MostSteps = 256;

    /// <summary>Letters in a name or a link's target, as systems bound them; longer ones only cost memory and time.</summary>
    private const int LongestName = 4096;

    private readonly FileStream _file;
    private readonly FileState _state;
    private readonly Lazy<Dictionary<string, ArchiveMember>> _members;
    private readonly Lazy<string[]> _names;

    protected ArchiveTree(FileStream file, string path, FileState state, LoadOptions options) : base(path)
    {
        (_file, _state, Options) = (file, state, options);
        Handle = file.SafeFileHandle;
        _members = new(ByName);
        _names = new(() => [.. _members.Value.Keys.Order(StringComparer.Ordinal)]);
    }

    public override string State => _state.ToString();
    public override long Bytes => _state.Length;

    protected LoadOptions Options { get; }
    protected FileStream File => _file;

    /// <summary>
    /// For reading at places, by any thread: a stream that is asked for its handle moves the file's position back over what it holds, which
    /// two threads at once would do twice.
    /// </summary>
    protected SafeFileHandle Handle { get; }

    public override string Where(string name) => $"{Path}!{name}";

    public override IReadOnlyList<TreeEntry> List(string folder)
    {
        // Links can make a name longer than that of any member.
        RequireShort(folder);
        if (Follow(Way.Top, folder) is not { } way) return [];
        string start = way.Place.Length == 0 ? "" : way.Place + "/";
        string[] names = _names.Value;
        var found = new List<TreeEntry>();
        int at = Array.BinarySearch(names, start, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at; at < names.Length && names[at].StartsWith(start, StringComparison.Ordinal);)
        {
            Options.Stop.ThrowIfCancellationRequested();
            int end = names[at].IndexOf('/', start.Length);
            string child = end < 0 ? names[at] : names[at][..end];
            found.Add(Entry(folder, way, child[start.Length..]));
            // Past all that lies in it: '0' is the letter behind '/'. A name such as 'a-b' stands between 'a' and 'a/b', though.
            int next = Array.BinarySearch(names, end < 0 ? child + "\0" : child + "0", StringComparer.Ordinal);
            at = next < 0 ? ~next : next;
        }
        CountListed(folder, way.Place, found.Count);
        return [.. found.DistinctBy(entry => entry.Name).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    public override IEnumerable<(int Index, byte[] Content)> Read(IReadOnlyList<TreeEntry> files, int largest)
    {
        var wanted = new List<(int Index, ArchiveMember Member)>(files.Count);
        foreach (TreeEntry file in files)
        {
            Check(file, largest);
            wanted.Add((wanted.Count, _members.Value[Physical(file.Name)!]));
        }
        wanted.Sort((a, b) => a.Member.Offset != b.Member.Offset ? a.Member.Offset.CompareTo(b.Member.Offset) : a.Index - b.Index);
        return Contents(wanted);
    }

    public override ContentPlace Locate(TreeEntry file, int largest)
    {
        Check(file, largest);
        ArchiveMember member = _members.Value[Physical(file.Name)!];
        return new(0, member.Offset, (int)member.Length);
    }

    /// <summary>Stops where the archive is not what its index was made of; whoever writes into it meanwhile changes its state.</summary>
    protected void RequireUnchanged()
    {
        FileState now = FileState.Of(Handle);
        if (now != default && now.ToString() != State)
            throw new InvalidFileException(Path, "was changed since the set was opened; start again");
    }

    /// <summary>All members in the archive's order.</summary>
    protected abstract IEnumerable<ArchiveMember> Members();

    /// <summary>The content of members, which are in the archive's order.</summary>
    protected abstract IEnumerable<(int Index, byte[] Content)> Contents(IReadOnlyList<(int Index, ArchiveMember Member)> wanted);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private Dictionary<string, ArchiveMember> ByName()
    {
        var members = new Dictionary<string, ArchiveMember>(StringComparer.Ordinal);
        foreach (ArchiveMember member in Members())
        {
            Options.Stop.ThrowIfCancellationRequested();
            string name = Clean(member.Name);
            if (member.Target is not null) RequireShort(member.Target);
            if (name.Length == 0) continue;
            members[name] = member.Kind == MemberKind.HardLink ? Linked(member, members) : member;
        }
        return members;
    }

    /// <summary>A hard link is the file that has the other name at this place of the archive.</summary>
    private static ArchiveMember Linked(ArchiveMember link, Dictionary<string, ArchiveMember> before)
    {
        if (Inside(link.Target!) is { } name && before.TryGetValue(name, out ArchiveMember? file) && file.Kind != MemberKind.Folder)
            return file;
        string problem = $"is a link to {Foreign.Quoted(link.Target)}, which does not lie before it in the archive";
        return link with { Kind = MemberKind.File, Problem = problem };
    }

    /// <param name="folder">As it is asked for.</param>
    /// <param name="way">Where that leads.</param>
    /// <param name="last">What lies there.</param>
    private TreeEntry Entry(string folder, Way way, string last)
    {
        string name = TreeEntry.Join(folder, last);
        if (Follow(way, last) is not { Place: var place })
        {
            string? target = _members.Value[TreeEntry.Join(way.Place, last)].Target;
            return new(name, false, 0, $"is a link to {Foreign.Quoted(target)}, which is not in the archive");
        }
        bool isFolder = IsFolder(place);
        if (!_members.Value.TryGetValue(place, out ArchiveMember? found)) return new(name, isFolder, 0, null);
        bool both = isFolder && found.Kind != MemberKind.Folder;
        return new(name, isFolder, found.Length, both ? "is both a folder and a file" : found.Problem);
    }

    /// <summary>Whether a name without links is that of a folder: by a member of its own, or by what lies in it.</summary>
    private bool IsFolder(string name)
    {
        if (name.Length == 0 || _members.Value.TryGetValue(name, out ArchiveMember? member) && member.Kind == MemberKind.Folder)
            return true;
        int at = Array.BinarySearch(_names.Value, name + "/", StringComparer.Ordinal);
        return ~at < _names.Value.Length && _names.Value[~at].StartsWith(name + "/", StringComparison.Ordinal);
    }

    /// <summary>The name behind all links; null where <see cref="Follow"/> is.</summary>
    private string? Physical(string name) => Follow(Way.Top, name)?.Place;

    /// <summary>
    /// The way on by a name, so that it leads to the same whether it is gone at once or part by part; null where a link leads out of the
    /// archive, to nothing, in a circle or too far about.
    /// </summary>
    private Way? Follow(Way begun, string name)
    {
        (string place, int links, int steps) = begun;
        var rest = new Stack<string>(name.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        while (rest.TryPop(out string? part))
        {
            if (part == ".") continue;
            if (part == "..")
            {
                if (place.Length == 0) return null;
                place = place[..Math.Max(0, place.LastIndexOf('/'))];
                continue;
            }
            string next = TreeEntry.Join(place, part);
            if (_members.Value.TryGetValue(next, out ArchiveMember? member) && member.Kind == MemberKind.SymbolicLink)
            {
                if (++links > MostLinks || member.Target!.StartsWith('/')) return null;
                string[] target = member.Target.Split('/', StringSplitOptions.RemoveEmptyEntries);
                if ((steps += target.Length) > MostSteps) return null;
                for (int i = target.Length - 1; i >= 0; i--) rest.Push(target[i]);
                continue;
            }
            // As on disk, no link leads through what is not there.
            if (links > 0 && member is null && !IsFolder(next)) return null;
            place = next;
        }
        return place.Length == 0 || _members.Value.ContainsKey(place) || IsFolder(place) ? new(place, links, steps) : null;
    }

    private string Clean(string name)
    {
        RequireShort(name);
        return Inside(name)
            ?? throw new InvalidFileException(Where(name), "its name leads out of the archive; expected a relative path without '..'");
    }

    private void RequireShort(string name)
    {
        if (name.Length > LongestName)
            throw new InvalidFileException(Path, $"holds a name of {name.Length} letters; expected at most {LongestName}");
    }

    /// <summary>The name without <c>./</c> and double strokes; null where it leads out, on whichever system.</summary>
    private static string? Inside(string name)
    {
        bool drive = name.Length > 2 && char.IsAsciiLetter(name[0]) && name[1] == ':' && name[2] is '/' or '\\';
        if (name.StartsWith('/') || drive || TreeEntry.ClimbsOut(name)) return null;
        return string.Join('/', name.Split('/').Where(part => part is not ("" or ".")));
    }

    /// <summary>A name that has been followed.</summary>
    /// <param name="Place">Where it leads, by a name without links.</param>
    /// <param name="Links">That were passed.</param>
    /// <param name="Steps">The parts of their targets.</param>
    private readonly record struct Way(string Place, int Links, int Steps)
    {
        public static Way Top => new("", 0, 0);
    }
}
