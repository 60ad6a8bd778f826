using Strata.Studies.Running;
using Strata.Studies.Storage;
using Strata.Studies.Tests.Running;

namespace Strata.Studies.Tests;

/// <summary>A small study that was run once, for tests that damage copies of it.</summary>
public sealed class FinishedStudy : IDisposable
{
    private static readonly string[] s_sets =
    [
        "similarity.layers=add", "similarity.passes=1", "similarity.across=seeds", "components.maxExamples=100",
        "analyses=[\"blocks\",\"components\",\"sparsity\",\"stability\",\"correspondence\",\"distances\",\"errors\"]",
        "models=[{\"family\":\"resnet-cifar\",\"depth\":8,\"seeds\":2},"
            + "{\"family\":\"resnet-cifar\",\"depth\":8,\"seeds\":2,\"trained\":false}]",
    ];

    private static readonly WorkerLaunch s_launch = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Strata.Cli.dll"), "worker"]);

    private readonly Folder _folder = new();

    public FinishedStudy()
    {
        RunOutcome outcome = Run(Original, new Recorder());
        Assert.Empty(outcome.Failures);
        Results = outcome.Made;
    }

    /// <summary>How many results it has.</summary>
    public int Results { get; }

    public string Original => Path.Combine(_folder.Path, "original");

    public static StudyRun Prepare(string output) => StudyRun.Prepare(Small.Study(s_sets), output, 2, "strata run small.json");

    internal static RunOutcome Run(string output, Recorder told)
        => Prepare(output).Execute(2, s_launch, told, TestContext.Current.CancellationToken);

    /// <summary>A copy to damage.</summary>
    public ArtifactStore Copy()
    {
        string copy = Path.Combine(_folder.Path, Path.GetRandomFileName());
        foreach (string file in Directory.EnumerateFiles(Original, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(copy, Path.GetRelativePath(Original, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        return new(copy);
    }

    public void Dispose() => _folder.Dispose();
}
