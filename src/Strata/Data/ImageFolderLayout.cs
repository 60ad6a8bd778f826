using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Which files of a tree are the images of a set, in which order: <c>train/CLASS/…</c> and <c>test/CLASS/…</c>, or one of them, at the top
/// or in a folder that holds everything. It is a function of names alone, so that a folder and its archives are one set;
/// <c>docs/file-formats.md</c> states it.
/// </summary>
/// <param name="Classes">Names, in ordinal order of the normalized names of their folders.</param>
/// <param name="ClassFolders">What their folders are called.</param>
/// <param name="Train">By class, then in ordinal order of their normalized paths; empty where there is no such split.</param>
/// <param name="Test">In the same order; empty where there is no such split.</param>
/// <param name="Notes">What is odd but no error; sentences that go on from the set's path.</param>
internal sealed record ImageFolderLayout(
    IReadOnlyList<string> Classes, IReadOnlyList<string> ClassFolders, IReadOnlyList<ImageFile> Train, IReadOnlyList<ImageFile> Test,
    IReadOnlyList<string> Notes)
{
    private static readonly string[] s_train = ["train", "training"], s_test = ["test", "testing", "val", "valid", "validation"];

    /// <summary>Whether a folder of this name is a split.</summary>
    public static bool IsSplit(string folder) => s_train.Concat(s_test).Contains(folder, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InvalidFileException">
    /// The tree is no set, or something in it is in the way; the message says what and where.
    /// </exception>
    public static ImageFolderLayout Of(FileTree tree)
    {
        string root = Root(tree);
        TreeEntry[] folders = [.. Folders(tree, root)];
        TreeEntry? train = Split(tree, folders, s_train);
        TreeEntry? test = s_test.Select(name => Split(tree, folders, [name])).FirstOrDefault(found => found is not null);
        List<string> notes = NotesOn(folders, train, test);

        var leftovers = new List<string>();
        Dictionary<string, TreeEntry[]> training = train is null ? [] : ClassesOf(tree, train, leftovers);
        Dictionary<string, TreeEntry[]> testing = test is null ? [] : ClassesOf(tree, test, leftovers);
        // The training split says which classes there are, if there is one.
        TreeEntry split = train ?? test!;
        string[] classes = [.. (train is null ? testing : training).Keys.Order(StringComparer.Ordinal)];
        if (classes.Length == 0)
            throw new InvalidFileException(tree.Where(split.Name), $"holds no class; expected {split.Last}/CLASS/FILE");
        string? unknown = testing.Keys.Except(classes).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
            throw new InvalidFileException(tree.Path,
                $"has {test!.Last}/{Foreign.Path(unknown)}, but no {split.Last}/{Foreign.Path(unknown)}");
        if (train is not null) CheckImages(tree, train, classes, training);
        if (test is not null) CheckImages(tree, test, classes, testing);

        if (leftovers.Count > 0)
        {
            string first = Foreign.Quoted(leftovers.Min(StringComparer.Ordinal));
            notes.Add($"has hidden files or leftovers of other programs, which are passed over: {leftovers.Count}, the first {first}");
        }
        return new(ClassNames.Of(tree, root, classes), classes, train is null ? [] : InOrder(classes, training),
            test is null ? [] : InOrder(classes, testing), notes);
    }

    /// <summary>What is odd about images that EXIF says to turn.</summary>
    /// <param name="turned">How many there are.</param>
    /// <param name="all">Images of the set.</param>
    public static IReadOnlyList<string> NotesOnTurned(int turned, int all) => turned == 0 ? []
        : [$"has {turned} of {all} images that EXIF says to turn; they are read as they are stored, as torchvision does"];

    /// <summary>Stops where a class has lost all its images.</summary>
    /// <param name="tree">Where they lie.</param>
    /// <param name="left">Images that are left out, numbered through both splits.</param>
    /// <exception cref="InvalidFileException">A class of a split has none left.</exception>
    public void RequireImages(FileTree tree, IReadOnlyCollection<int> left)
    {
        if (left.Count == 0) return;
        foreach ((IReadOnlyList<ImageFile> split, string name, int first) in new[] { (Train, "training", 0), (Test, "test", Train.Count) })
        {
            HashSet<int> kept = [.. Enumerable.Range(0, split.Count).Where(i => !left.Contains(first + i)).Select(i => split[i].Label)];
            int empty = split.Count == 0 ? -1 : Enumerable.Range(0, Classes.Count).FirstOrDefault(label => !kept.Contains(label), -1);
            if (empty >= 0)
            {
                throw new InvalidFileException(tree.Path,
                    $"has no {name} image of the class {Foreign.Quoted(ClassFolders[empty])} that is not broken");
            }
        }
    }

    /// <summary>The folder that the splits lie in: the outermost with a training split, or without any with a test split.</summary>
    private static string Root(FileTree tree)
    {
        string[] around = [.. tree.Wrapping()];
        foreach (string[] split in new[] { s_train, s_test })
        {
            foreach (string folder in around)
            {
                TreeEntry[] folders = [.. Folders(tree, folder)];
                if (folders.Any(entry => Is(entry, split)) && !(folders.Length == 1 && Wraps(tree, folders[0], split))) return folder;
            }
        }
        throw new InvalidFileException(tree.Path, $"holds no folder train/CLASS or test/CLASS with images{Hint(tree, around[^1])}");
    }

    /// <summary>
    /// Whether a folder called <c>train</c> or <c>test</c> is only the one that holds everything: all in it are splits, which hold the
    /// classes.
    /// </summary>
    private static bool Wraps(FileTree tree, TreeEntry outer, string[] split)
    {
        TreeEntry[] inside = [.. tree.Visible(outer.Name)];
        return inside.All(entry => entry.IsFolder && Is(entry, [.. s_train, .. s_test]))
            && inside.FirstOrDefault(entry => Is(entry, split)) is { } inner && Folders(tree, inner.Name).Any();
    }

    private static string Hint(FileTree tree, string folder)
    {
        TreeEntry[] folders = [.. Folders(tree, folder)];
        if (folders.FirstOrDefault(entry => tree.Visible(entry.Name).Any(inner => IsImage(inner.Last))) is { } flat)
        {
            return $": {Foreign.Quoted(flat.Name)} has images itself; put the folders of the classes into train/, and some images of each "
                + "into test/";
        }
        if (tree.Visible(folder).Any(entry => IsImage(entry.Last)))
            return ": it has images itself; put them into a folder for each class, those into train/, and some images of each into test/";
        string names = string.Join(", ", folders.Take(5).Select(entry => Foreign.Quoted(entry.Last))) + (folders.Length > 5 ? " …" : "");
        return folders.Length == 0 ? "" : $"; its folders are {names}";
    }

    private static IEnumerable<TreeEntry> Folders(FileTree tree, string folder) => tree.Visible(folder).Where(entry => entry.IsFolder);

    private static bool Is(TreeEntry entry, string[] names) => names.Contains(entry.Last, StringComparer.OrdinalIgnoreCase);

    private static TreeEntry? Split(FileTree tree, TreeEntry[] folders, string[] names)
    {
        TreeEntry[] found = [.. folders.Where(entry => Is(entry, names))];
        return found.Length <= 1 ? found.FirstOrDefault()
            : throw new InvalidFileException(tree.Path, $"has both {Foreign.Quoted(found[0].Name)} and {Foreign.Quoted(found[1].Name)}");
    }

    private static List<string> NotesOn(TreeEntry[] folders, TreeEntry? train, TreeEntry? test)
    {
        var notes = new List<string>();
        if (train is null) notes.Add("has no train/: there are no training images");
        if (test is null) notes.Add("has neither test/ nor val/: there is no test split");
        else if (!Is(test, s_test[..2])) notes.Add($"has no test/: {test.Last}/ is the test split");
        foreach (TreeEntry other in folders.Where(entry => entry != train && entry != test))
        {
            if (Is(other, s_test)) notes.Add($"has both {test!.Last}/ and {other.Last}/: {other.Last}/ is left out");
            else notes.Add($"has the folder {Foreign.Quoted(other.Last)}, which is no split and is left out");
        }
        return notes;
    }

    /// <summary>The files of each class of a split.</summary>
    private static Dictionary<string, TreeEntry[]> ClassesOf(FileTree tree, TreeEntry split, List<string> leftovers)
    {
        var classes = new Dictionary<string, TreeEntry[]>(StringComparer.Ordinal);
        foreach (TreeEntry entry in Here(tree, split.Name, leftovers))
        {
            if (!entry.IsFolder)
                throw new InvalidFileException(tree.Where(entry.Name), $"lies outside of any class; expected {split.Last}/CLASS/FILE");
            string name = NormalizedName.Of(entry.Last);
            if (!classes.TryAdd(name, [.. Images(tree, entry.Name, leftovers, 0)]))
                throw new InvalidFileException(tree.Where(split.Name),
                    $"has the class {Foreign.Quoted(name)} twice: its two folders write the same letters differently");
        }
        return classes;
    }

    private static IEnumerable<TreeEntry> Images(FileTree tree, string folder, List<string> leftovers, int depth)
    {
        if (depth > FileTree.Deepest)
            throw new InvalidFileException(tree.Where(folder),
                $"lies more than {FileTree.Deepest} folders deep; a link may lead back to where it lies");
        foreach (TreeEntry entry in Here(tree, folder, leftovers))
        {
            if (entry.IsFolder)
            {
                foreach (TreeEntry inner in Images(tree, entry.Name, leftovers, depth + 1)) yield return inner;
            }
            // A file that is no image by name is an error, for a set with images missing would pass for whole.
            else if (!IsImage(entry.Last))
                throw new InvalidFileException(tree.Where(entry.Name), "is no image by its name; expected .jpg, .jpeg or .png");
            else yield return entry;
        }
    }

    /// <summary>What is to be used of a folder.</summary>
    private static IEnumerable<TreeEntry> Here(FileTree tree, string folder, List<string> leftovers)
    {
        foreach (TreeEntry entry in tree.List(folder))
        {
            if (Leftovers.Is(entry.Last)) leftovers.Add(entry.Name);
            else yield return tree.Usable(entry);
        }
    }

    private static bool IsImage(string name) => Path.GetExtension(name).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png";

    private static void CheckImages(FileTree tree, TreeEntry split, string[] classes, Dictionary<string, TreeEntry[]> files)
    {
        string? empty = classes.FirstOrDefault(name => !files.TryGetValue(name, out TreeEntry[]? images) || images.Length == 0);
        if (empty is not null)
            throw new InvalidFileException(tree.Path,
                $"has no image in {split.Last}/{Foreign.Path(empty)}; expected at least one of each class");
    }

    /// <summary>Names that only differ in their form stand in the order of their bytes.</summary>
    private static ImageFile[] InOrder(string[] classes, Dictionary<string, TreeEntry[]> files)
        => [.. classes.SelectMany((name, label) => files[name]
            .OrderBy(file => NormalizedName.Of(file.Name), StringComparer.Ordinal).ThenBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new ImageFile(file, label)))];
}
