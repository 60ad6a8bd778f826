using Strata.Studies.Estimation;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Tests.Estimation;

public sealed class PlanEstimateTests
{
    [Fact]
    public void GrowsWithTheWork()
    {
        using var folder = new Folder();
        PlanEstimate one = Estimate(folder, Small.Plan("training.epochs=10")), ten = Estimate(folder, Small.Plan("training.epochs=1000"));
        Assert.InRange(one.Seconds, 1e-3, 1e3);
        // A hundred times the epochs; the comparison stays, and two measurements of one speed differ.
        Assert.True(ten.Seconds > 10 * one.Seconds, $"{one.Seconds} and {ten.Seconds} s");
        Assert.Equal(one.Bytes, ten.Bytes);
        Assert.InRange(one.Bytes, 1e8, 4e9);
    }

    [Fact]
    public void KnowsEveryKindOfWork()
    {
        using var folder = new Folder();
        Plan plan = Small.Plan("""analyses=["blocks","components","without-components","sparsity","probes","collapse","stability","correspondence","distances"]""", "similarity.across=seeds");
        Assert.True(double.IsFinite(Estimate(folder, plan).Seconds));
    }

    [Fact]
    public void LeavesTheOutputAlone()
    {
        using var folder = new Folder();
        Estimate(folder, Small.Plan());
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static PlanEstimate Estimate(Folder folder, Plan plan) => PlanEstimate.Of(plan, new ArtifactStore(folder.Path), threads: 2, machines: 1);
}
