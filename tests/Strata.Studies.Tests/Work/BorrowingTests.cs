using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Tests.Work;

/// <summary>Results that another study has made already.</summary>
public sealed class BorrowingTests(FinishedStudy finished) : IClassFixture<FinishedStudy>
{
    private static readonly DirectProgress<double> s_nobody = new(_ => { });

    private static int Borrow(StudyRun run) => run.Borrow(s_nobody, TestContext.Current.CancellationToken);

    private static Artifact[] OfSingleModels(StudyRun run)
        => [.. run.Plan.Artifacts().Except(run.Plan.Analyses.Where(analysis => analysis.OfFamily).Select(analysis => analysis.Artifact()))];

    [Fact]
    public void Whole_results_of_a_folder_beside_are_taken_and_analyses_of_families_are_not()
    {
        using var folder = new Folder();
        Copy(finished.Original, Path.Combine(folder.Path, "owner"));
        StudyRun run = FinishedStudy.Prepare(Path.Combine(folder.Path, "borrower"));
        Artifact[] single = OfSingleModels(run);
        Assert.Equal(single.ToHashSet(), run.Borrowable(s_nobody, TestContext.Current.CancellationToken));
        Assert.Equal(single.Length, Borrow(run));
        Assert.Equal(single, run.Plan.Artifacts().Where(run.Store.Has));
        Assert.All(single, artifact => Assert.Equal(ArtifactHealth.Whole, run.Store.Check(artifact).Health));
        Assert.Equal(0, Borrow(run));
    }

    [Fact]
    public void What_is_taken_stays_when_its_owner_goes()
    {
        using var folder = new Folder();
        string moved = Path.Combine(folder.Path, "owner");
        Copy(finished.Original, moved);
        StudyRun run = FinishedStudy.Prepare(Path.Combine(folder.Path, "borrower"));
        Assert.NotEqual(0, Borrow(run));
        Directory.Delete(moved, recursive: true);
        Assert.All(OfSingleModels(run), artifact => Assert.Equal(ArtifactHealth.Whole, run.Store.Check(artifact).Health));
    }

    [Fact]
    public void A_damaged_result_is_left_where_it_is()
    {
        using var folder = new Folder();
        string moved = Path.Combine(folder.Path, "owner");
        Copy(finished.Original, moved);
        StudyRun run = FinishedStudy.Prepare(Path.Combine(folder.Path, "borrower"));
        Artifact model = run.Plan.Models[0].Artifact();
        string weights = Path.Combine(new ArtifactStore(moved).FolderOf(model), "weights.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.Equal(OfSingleModels(run).Length - 1, Borrow(run));
        Assert.False(run.Store.Has(model));
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
