using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Cli.Commands;

/// <summary>
/// What <c>strata compare</c> leaves: of one model or two the files of a comparison, of more a folder of such files for each comparison;
/// with a page that needs no other file.
/// </summary>
internal static class ComparisonOutput
{
    public const string Page = "index.html";

    private const string Several = "comparisons";

    private static readonly FolderContent s_one =
        new("a comparison", Manifest.FileName, [.. SimilarityFolder.FileNames, "heatmap.png", "heatmap.svg", "heatmap.pdf",
            "heatmap.txt", LeftOutExamples.File, Page]);

    private static readonly FolderContent s_several = new(Several, Page);

    /// <exception cref="StrataException">Nothing can be written there, or it holds something else.</exception>
    public static OutputFolder Claim(string path, bool several)
    {
        if (several) RequireOwn(path);
        return OutputFolder.Claim(path, several ? s_several : s_one);
    }

    /// <summary>
    /// Names by which the models are told apart: those of their files, or of the folders around files of one name, such as a study's
    /// models; with a number where one comes again all the same.
    /// </summary>
    public static IEnumerable<string> Names(IReadOnlyList<IActivationSource> sources, string[] paths)
    {
        // What lies beside their folders.
        var taken = new HashSet<string> { Page, LeftOutExamples.File };
        foreach (var (i, source) in sources.Index())
        {
            string file = source.Name, around = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(paths[i]))) ?? "";
            string first = sources.Count(other => other.Name == file) > 1 && around != "" ? around : file, name = first;
            for (int again = 2; !taken.Add(InFolder(name)); again++) name = $"{first}-{again}";
            yield return name;
        }
    }

    public static string FolderOf(string[] names, (int A, int B) pair)
        => pair.A == pair.B ? InFolder(names[pair.A]) : $"{InFolder(names[pair.A])}~{InFolder(names[pair.B])}";

    /// <summary>The stroke that joins two names is in none of them.</summary>
    private static string InFolder(string name) => name.Replace('~', '-');

    /// <summary>The folder of a pair's files.</summary>
    /// <param name="around">Where all of it goes.</param>
    public static string PlaceOf(string around, ComparisonRequest request, string[] names, (int A, int B) pair)
        => request.IsOfSeveral ? Path.Combine(around, FolderOf(names, pair)) : around;

    /// <param name="a">Name of the model on the rows.</param>
    /// <param name="b">Name of the model on the columns.</param>
    public static void Write(string folder, SimilarityMatrix matrix, Manifest manifest, Measure? measure, string a, string b)
    {
        Directory.CreateDirectory(folder);
        string name = measure?.Text ?? "CKA", of = matrix.Within ? a : $"{a} and {b}";
        int passes = matrix.Examples.GetLength(0);
        bool shuffled = manifest.Options["shuffled"]?.GetValue<bool>() == true;
        // Before the manifest, which lists all files.
        Heatmap.Write(matrix, Path.Combine(folder, "heatmap"), new()
        {
            Title = of,
            RowLabel = matrix.Within ? "layer" : $"layer of {a}",
            ColumnLabel = matrix.Within ? "layer" : $"layer of {b}",
            Caption = $"{name} of every pair of layers of {of}{(shuffled ? ", rows shuffled" : "")}, over {matrix.Examples.GetLength(1)} "
                + $"test examples{(passes > 1 ? $" in each of {passes} passes" : "")}. "
                + (matrix.Within ? "Layers in order, input at the lower left.\n"
                    : $"Rows, upwards: layers of {a}; columns, to the right: layers of {b}.\n"),
            Measure = name,
            Brightest = measure?.Traits.Most ?? 1,
            IsDistance = measure?.Traits.IsDistance ?? false,
        });
        SimilarityFolder.Write(folder, matrix, manifest);
    }

    /// <summary>What a reader of the page needs to make it again.</summary>
    /// <param name="command">Such as <c>compare</c>.</param>
    /// <param name="further">What the command was told beside models and data, such as <c> --measure svcca</c>.</param>
    public static IEnumerable<ProvenanceEntry> MadeBy(string command, string[] models, string? data, string further, ImageSet? set,
        Manifest manifest)
    {
        yield return new("Command",
            $"strata {command} {string.Join(' ', models.Select(ShellWord.Of))}{(data is null ? "" : $" --data {ShellWord.Of(data)}")}"
            + further);
        if (set is not null) yield return new("Data", $"{set.Name}. {set.Citation}");
        foreach (string model in models) yield return new($"SHA-256 of {Foreign.Path(model)}", ContentHash.Of(model));
        yield return new("Versions", manifest.Environment.Versions);
        yield return new("Machine", manifest.Environment.Machine);
        yield return new("Time", $"{manifest.Seconds:0.0} s");
        yield return Citations.Of(manifest.Environment, set?.Citation);
    }

    /// <summary>
    /// Comparisons go into a folder that is new, empty, or theirs: a page with folders of comparisons beside it and nothing else, for
    /// whatever is there is replaced.
    /// </summary>
    private static void RequireOwn(string path)
    {
        if (!Directory.Exists(path)) return;
        string[] entries = [.. Directory.EnumerateFileSystemEntries(path)
            .Where(entry => !Path.GetFileName(entry).StartsWith(".strata-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string? foreign = entries.FirstOrDefault(entry
            => Path.GetFileName(entry) is not (Page or LeftOutExamples.File) && !IsComparison(entry));
        string? problem = foreign is not null ? $"holds {Foreign.Quoted(Path.GetFileName(foreign))}, which is no part of {Several}"
            : entries.Length > 0 && (!File.Exists(Path.Combine(path, Page)) || entries.Length == 1)
            ? $"holds other files than {Several}" : null;
        if (problem is not null) throw new StrataException($"{Foreign.Path(path)}: {problem}; choose another folder");
    }

    private static bool IsComparison(string folder)
    {
        try
        {
            return Directory.Exists(folder) && Manifest.Read(folder).Kind == "similarity";
        }
        catch (InvalidFileException)
        {
            return false;
        }
    }
}
