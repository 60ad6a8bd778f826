using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>
/// Where the sums of one pair of models are kept, a file for each pass: a comparison goes on from those that are there, whoever made them.
/// </summary>
/// <param name="folder">Gets the files of passes that are summed here.</param>
/// <param name="name">What the names of the files begin with.</param>
/// <param name="models">Identifies both models, such as a hash of their weights.</param>
public sealed class PassFiles(string folder, string name, string models)
{
    /// <summary>This one, with what of it decides the last digits.</summary>
    internal static string Processor { get; } = ProcessorOf(RunEnvironment.Capture(threads: 1));

    public string Folder { get; } = folder;

    /// <summary>A comparison keeps no pass that takes less: it is summed again as soon as read.</summary>
    public TimeSpan Worth { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Folders that are looked into too, for what others have summed.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>What every file of a pass ends with.</summary>
    public const string Extension = ".sums.safetensors";

    /// <summary>The file of a pass, from 0, in a folder.</summary>
    public string PathIn(string place, int pass) => Path.Combine(place, $"{name}.pass-{pass}{Extension}");

    /// <summary>The sums of a pass; null where there are none yet.</summary>
    /// <exception cref="UnusableStateException">They are damaged, or of another comparison.</exception>
    internal PassSums? Find(int pass, int pair, ComparisonPasses comparison)
    {
        string? path = Others.Prepend(Folder).Select(place => PathIn(place, pass)).FirstOrDefault(Path.Exists);
        if (path is null) return null;
        (int a, int b) = comparison.Pairs[pair];
        return PassFile.Read(path, comparison.Chosen[a].Length, comparison.Chosen[b].Length, comparison.HasComponents,
            Deciding(comparison.Deciding(pass, (a, b))));
    }

    internal void Write(int pass, int pair, ComparisonPasses comparison, PassSums sums)
        => PassFile.Write(PathIn(Folder, pass), sums,
            Deciding(comparison.Deciding(pass, comparison.Pairs[pair])));

    private Dictionary<string, string> Deciding(IReadOnlyDictionary<string, string> others)
        => new(others) { ["models"] = models };

    private static string ProcessorOf(RunEnvironment machine) => $"{machine.Processor} ({string.Join(", ", machine.ProcessorFeatures)})";
}
