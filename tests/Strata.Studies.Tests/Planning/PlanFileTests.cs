using Strata.Runtime;
using Strata.Studies.Planning;

namespace Strata.Studies.Tests.Planning;

/// <summary>plan.json holds the work as data, and what cannot be is refused.</summary>
public sealed class PlanFileTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Plan Again(Plan plan)
    {
        string file = Path.Combine(_folder.Path, "plan.json");
        File.WriteAllText(file, plan.ToJson());
        return Plan.Parse(file);
    }

    [Fact]
    public void Steps_come_back_as_they_were_written()
    {
        Plan plan = Small.Plan("similarity.across=seeds", "analyses=[\"blocks\",\"components\",\"stability\"]"), read = Again(plan);
        Assert.Equal(plan.Steps.Select(Words), read.Steps.Select(Words));
        Assert.Equal(plan.Artifacts().Order(Comparer<Artifact>.Create((a, b) => string.CompareOrdinal(a.Folder, b.Folder))),
            read.Steps.SelectMany(s => s.Makes).Order(Comparer<Artifact>.Create((a, b) => string.CompareOrdinal(a.Folder, b.Folder))));
        // What a step needs is made by the steps that it names.
        var makers = read.Steps.ToDictionary(s => s.Id);
        foreach ((Artifact artifact, IReadOnlyList<Artifact> needs) in read.Needs())
            Assert.Subset(read.Steps.Single(s => s.Makes.Contains(artifact)).Needs.SelectMany(id => makers[id].Makes).ToHashSet(),
                needs.ToHashSet());
        Assert.Equal([true], read.Steps.Where(s => s.OfFamily).Select(s => s.Title.StartsWith("stability", StringComparison.Ordinal)));

        static string Words(PlannedStep s)
            => $"{s.Id} {s.Title} {string.Join(' ', s.Makes)} {string.Join(' ', s.Needs)} {s.Threads} {s.MultiplyAdds} {s.OfFamily}";
    }

    [Fact]
    public void The_same_study_gives_the_same_steps()
        => Assert.Equal(Small.Plan().Steps.Select(s => s.Id), Small.Plan().Steps.Select(s => s.Id));

    /// <summary>Before anything makes as much as they say, in plans of every version.</summary>
    [Theory]
    [InlineData(2_000_000_000, 10, 256, "similarity.shards: 2000000000 is not from 1 to 1000")]
    [InlineData(-1, 10, 256, "similarity.shards: -1 is not from 1 to 1000")]
    [InlineData(1, 2_000_000_000, 256, "similarity.passes: 2000000000 is not from 1 to 10000")]
    [InlineData(1, 10, -256, "similarity.batch: -256 is not from 4 to 1000000")]
    public void Numbers_that_cannot_be_are_refused(int shards, int passes, int batch, string why)
    {
        Plan plan = Small.Plan("models[0].seeds=1");
        StudySimilarity wrong = plan.Similarity with { Shards = shards, Passes = passes, Batch = batch };
        foreach (int format in (int[])[3, 4, Plan.CurrentFormat])
            Assert.Contains(why,
                Assert.Throws<InvalidFileException>(() => Again(plan with { Format = format, Similarity = wrong })).Message);
    }

    [Fact]
    public void More_shares_than_a_plan_can_list_are_refused()
    {
        Plan plan = Small.Plan("models[0].seeds=1");
        PlannedComparison[] many = [.. Enumerable.Repeat(plan.Comparisons[0], 1001)];
        Assert.Contains("1001 comparisons of 1000 are 1001000 shares", Assert.Throws<InvalidFileException>(
            () => Again(plan with { Comparisons = many, Similarity = plan.Similarity with { Shards = 1000 } })).Message);
    }

    [Fact]
    public void Steps_that_cannot_be_are_refused()
    {
        Plan plan = Small.Plan("models[0].seeds=1");
        PlannedStep[] steps = [.. plan.Steps];
        Refuse("no step makes", [.. steps[..^1]]);
        Refuse("which is no step before it", [.. steps.Reverse()]);
        Refuse("twice", [.. steps, steps[0]]);
        Refuse("which it has not or twice", [.. steps, steps[0] with { Id = "again" }]);
        Refuse("which it has not or twice", [steps[0] with { Makes = [new("models", "other", "key")] }, .. steps[1..]]);
        Refuse("makes nothing", [steps[0] with { Makes = [] }, .. steps[1..]]);
        Refuse("with no threads", [steps[0] with { Threads = 0 }, .. steps[1..]]);

        void Refuse(string why, PlannedStep[] wrong)
            => Assert.Contains(why, Assert.Throws<InvalidFileException>(() => Again(plan with { Steps = wrong })).Message);
    }
}
