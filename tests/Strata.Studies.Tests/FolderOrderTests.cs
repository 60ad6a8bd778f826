using System.Text.RegularExpressions;

namespace Strata.Studies.Tests;

/// <summary>Data flows one way through the folders of the sources: none knows a later one.</summary>
public sealed partial class FolderOrderTests
{
    private const string Networks = "Processor Runtime Settings Arrays Data Models Checkpoints Optimizers Engine Activations Training "
        + "Similarity Analysis";

    [Theory]
    [InlineData("Strata.Similarity", "Strata", Networks)]
    [InlineData("Strata", "Strata", Networks)]
    [InlineData("Strata.Studies", "Strata.Studies",
        "Shipped Format Planning Storage Work Estimation Analyses Reproduction Running Slurm Reporting Matching Templates")]
    public void No_folder_knows_a_later_one(string project, string root, string inOrder)
    {
        string[] order = inOrder.Split(' ');
        string sources = Path.Combine(Root(), "src", project);
        string[] folders = [.. Directory.GetDirectories(sources).Select(folder => Path.GetFileName(folder))
            .Where(folder => Directory.EnumerateFiles(Path.Combine(sources, folder), "*.cs", SearchOption.AllDirectories).Any())];
        Assert.Subset(order.ToHashSet(), folders.ToHashSet());
        var wrong = new List<string>();
        foreach (string folder in folders)
            foreach (string file in Directory.EnumerateFiles(Path.Combine(sources, folder), "*.cs", SearchOption.AllDirectories))
                wrong.AddRange(Used().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)
                    .Where(used => used.StartsWith($"{root}.", StringComparison.Ordinal))
                    .Select(used => used[(root.Length + 1)..].Split('.')[0])
                    .Where(used => Array.IndexOf(order, used) > Array.IndexOf(order, folder))
                    .Select(used => $"{folder}/{Path.GetFileName(file)} uses {used}"));
        Assert.Empty(wrong);
    }

    private static string Root()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Strata.slnx"))) root = root.Parent;
        return root!.FullName;
    }

    [GeneratedRegex(@"^\s*(?:global )?using (?:static )?(?:\w+ = )?(Strata(?:\.\w+)+)", RegexOptions.Multiline)]
    private static partial Regex Used();
}
