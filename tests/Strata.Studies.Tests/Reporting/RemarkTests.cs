using Strata.Studies.Reporting;

namespace Strata.Studies.Tests.Reporting;

public class RemarkTests
{
    [Fact]
    public void A_reason_is_told_once_with_its_models_and_analyses()
    {
        Remark[] remarks =
        [
            new("distances", "a-s0 is left out: training diverged in epoch 3"),
            new("distances", "b-s0 is left out: training diverged in epoch 12"),
            new("stability of a", "a-s0 is left out: training diverged in epoch 3"),
            new("stability of a", "1 of 2 models can be used, expected 2 or more"),
            new("stability of b", "0 of 2 models can be used, expected 2 or more"),
            new("matching", "c is left out: its file is gone"),
        ];
        Assert.Equal(
        [
            "distances, stability of a: a-s0, b-s0 are left out: training diverged in epoch 3 (and others)",
            "stability of a, stability of b: 1 of 2 models can be used, expected 2 or more (and others)",
            "matching: c is left out: its file is gone",
        ], Remark.Of(remarks));
    }

    [Fact]
    public void Many_are_counted()
    {
        string told = Assert.Single(Remark.Of(from model in Enumerable.Range(0, 33)
                                              from analysis in Enumerable.Range(0, 8)
                                              select new Remark($"analysis {analysis}", $"m{model} is left out: no weights")));
        Assert.Equal("8 analyses (analysis 0, analysis 1, analysis 2, …): 33 models (m0, m1, m2, …) are left out: no weights", told);
    }
}
