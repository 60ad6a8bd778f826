using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Tests.Storage;

/// <summary>Only what a study does not refer to is named, and nothing of anybody else's.</summary>
public sealed class UnreferencedTests(FinishedStudy finished) : IClassFixture<FinishedStudy>
{
    [Fact]
    public void A_whole_study_has_nothing_that_could_go()
    {
        ArtifactStore store = finished.Copy();
        Assert.Empty(Unreferenced.In(store, Plan.Parse(store.PlanFile)));
    }

    [Fact]
    public void What_an_edited_study_leaves_behind_goes_and_the_rest_stays()
    {
        ArtifactStore store = finished.Copy();
        Plan plan = Plan.Parse(store.PlanFile);
        PlannedModel gone = plan.Models[^1];
        bool Concerns(Artifact artifact) => artifact.Name.Contains(gone.Name) || artifact.Kind == "errors";
        Plan edited = plan with
        {
            Models = [.. plan.Models.SkipLast(1)],
            Comparisons = [.. plan.Comparisons.Where(c => !Concerns(c.Artifact()))],
            Analyses = [.. plan.Analyses.Where(a => !Concerns(a.Artifact()))],
        };
        // A result of other options under a name of the study's, a note on what is no more, and what was set aside.
        PlannedAnalysis other = edited.Analyses[0];
        edited = edited with { Analyses = [other with { Key = "other" }, .. edited.Analyses.Skip(1)] };
        store.Fail(gone.Artifact(), "no memory");
        store.Fail(edited.Models[0].Artifact(), "no memory");
        store.SetAside(edited.Models[1].Artifact());
        Directory.CreateDirectory(store.WorkingFolderOf(gone.Artifact()));
        Directory.CreateDirectory(store.WorkingFolderOf(edited.Models[1].Artifact()));
        // Somebody's own.
        Directory.CreateDirectory(Path.Combine(store.Root, "models", "mine"));
        File.WriteAllText(Path.Combine(store.Root, "models", "mine", "weights.safetensors"), "mine");
        Directory.CreateSymbolicLink(Path.Combine(store.Root, "models", "linked"), finished.Original);

        IReadOnlyList<Unreferenced> found = Unreferenced.In(store, edited);
        string[] expected = [.. plan.Artifacts().Where(Concerns).Append(other.Artifact()).Select(a => a.Folder)
            .Append("damaged").Append(Path.Combine("failed", $"{gone.Name}.json"))
            .Append(Path.GetRelativePath(store.Root, store.WorkingFolderOf(gone.Artifact())))];
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Select(one => one.Path));
        Assert.Contains(found, one => one.Path == "damaged" && one.Bytes > 1000);
        foreach (Unreferenced one in found) one.Remove(store);
        Assert.Empty(Unreferenced.In(store, edited));
        Assert.All(edited.Artifacts().Where(a => a.Key != "other" && a != edited.Models[1].Artifact()), a => Assert.True(store.Has(a)));
        Assert.True(File.Exists(Path.Combine(store.Root, "models", "mine", "weights.safetensors")));
        Assert.True(File.Exists(Path.Combine(finished.Original, "plan.json")));
    }

    [Fact]
    public void Trainings_of_a_search_for_a_width_stay()
    {
        ArtifactStore store = finished.Copy();
        File.WriteAllText(Path.Combine(store.Root, "match.json"), "{}");
        Assert.Contains("'strata match'",
            Assert.Throws<StrataException>(() => Unreferenced.In(store, Plan.Parse(store.PlanFile))).Message);
    }
}
