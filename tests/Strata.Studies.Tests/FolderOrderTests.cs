using System.Text.RegularExpressions;

namespace Strata.Studies.Tests;

/// <summary>Data flows one way through the folders of the sources: none knows a later one.</summary>
public sealed partial class FolderOrderTests
{
    private static readonly string[] s_order =
        ["Format", "Planning", "Storage", "Work", "Estimation", "Analyses", "Reproduction", "Running", "Slurm", "Reporting"];

    [Fact]
    public void No_folder_knows_a_later_one()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Strata.slnx"))) root = root.Parent;
        string sources = Path.Combine(root!.FullName, "src", "Strata.Studies");
        var wrong = new List<string>();
        for (int i = 0; i < s_order.Length; i++)
        {
            string folder = Path.Combine(sources, s_order[i]);
            foreach (string file in Directory.EnumerateFiles(folder, "*.cs"))
                wrong.AddRange(Used().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)
                    .Where(used => Array.IndexOf(s_order, used) > i)
                    .Select(used => $"{s_order[i]}/{Path.GetFileName(file)} uses {used}"));
        }
        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"using Strata\.Studies\.(\w+);")]
    private static partial Regex Used();
}
