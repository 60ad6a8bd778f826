using System.Text;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Which files of the official Tiny-ImageNet are its images: <c>train/WNID/images/*</c>, and as the test split <c>val/images/*</c>, whose
/// classes stand in <c>val/val_annotations.txt</c>. Its own <c>test</c> has no labels and is left out.
/// </summary>
internal static class TinyImageNetLayout
{
    /// <summary>The official archive.</summary>
    public const string Archive = "tiny-imagenet-200.zip";

    private const string Train = "train", Validation = "val", Annotations = "val_annotations.txt", Words = "words.txt", Images = "images";
    private const int LargestText = 16 << 20;

    /// <exception cref="InvalidFileException">The tree is not that set; the message says what is missing.</exception>
    public static ImageFolderLayout Of(FileTree tree)
    {
        string root = tree.Wrapping().FirstOrDefault(folder => Has(tree, folder, Train) && Has(tree, folder, Validation))
            ?? throw new InvalidFileException(tree.Path,
                $"holds no folders train and val; expected the files of the official {Archive} ('strata data get tiny-imagenet DIR')");
        string[] classes = [.. tree.Visible(TreeEntry.Join(root, Train)).Where(entry => entry.IsFolder).Select(entry => entry.Last)
            .Order(StringComparer.Ordinal)];
        var labels = classes.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        ImageFile[] train = [.. classes.SelectMany((name, label)
            => In(tree, $"{TreeEntry.Join(root, Train)}/{name}/{Images}").Select(file => new ImageFile(file, label)))];
        ImageFile[] test = [.. Test(tree, TreeEntry.Join(root, Validation), labels)];
        var layout = new ImageFolderLayout(Names(tree, root, classes), classes, train, test,
            ["is the official Tiny-ImageNet: val/ is the test split, and test/, which has no labels, is left out"]);
        layout.RequireImages(tree, [-1]);
        return layout;
    }

    private static bool Has(FileTree tree, string folder, string name)
        => tree.List(folder).Any(entry => entry.Last == name && entry.IsFolder);

    private static IReadOnlyList<string> Names(FileTree tree, string root, string[] classes)
        => tree.List(root).FirstOrDefault(entry => entry.Last == Words) is { } words ? ClassNames.Of(tree, words, classes) : classes;

    private static IEnumerable<ImageFile> Test(FileTree tree, string folder, Dictionary<string, int> labels)
    {
        TreeEntry annotations = tree.List(folder).FirstOrDefault(entry => entry.Last == Annotations)
            ?? throw new InvalidFileException(tree.Where(folder), $"lacks {Annotations}, which says the classes of its images");
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        string[] lines = Encoding.UTF8.GetString(tree.Read(annotations, LargestText)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            string[] parts = lines[i].Split('\t', StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || !labels.TryGetValue(parts[1], out int label))
                throw new InvalidFileException(tree.Where(annotations.Name),
                    $"line {i + 1} is {Foreign.Quoted(lines[i].Trim())}; expected a file, a tab and one of {labels.Count} classes");
            classes[parts[0]] = label;
        }
        return In(tree, $"{folder}/{Images}").Select(file => new ImageFile(file, classes.TryGetValue(file.Last, out int label) ? label
            : throw new InvalidFileException(tree.Where(file.Name), $"has no line in {Annotations}"))).OrderBy(image => image.Label);
    }

    /// <summary>The images of a folder in the order of their names.</summary>
    private static IEnumerable<TreeEntry> In(FileTree tree, string folder)
        => tree.Visible(folder).Where(entry => !entry.IsFolder).Select(tree.Usable).OrderBy(entry => entry.Name, StringComparer.Ordinal);
}
