namespace Strata.Report.Tests;

public class EffectsTests
{
    private static IReadOnlyList<Chart> Of(StudyContent study) => Effects.Of(new StudyView(study));

    private static Chart Named(StudyContent study, string name) => Assert.Single(Of(study), chart => chart.Name == name);

    [Fact]
    public void Every_seed_is_a_point_and_a_line_goes_through_the_means()
    {
        StudyContent study = Samples.Study();
        Chart accuracy = Named(study, "effect-depth-accuracy");
        ChartSeries[] thin = [.. accuracy.Series.Where(line => line.Name == "ResNet, 1x, all data")];
        Assert.Equal([(14, 100 * study.Models[0].TestAccuracy!.Value), (38, 100 * study.Models[2].TestAccuracy!.Value),
            (38, 100 * study.Models[3].TestAccuracy!.Value)], Assert.Single(thin, line => line.Scattered).Points);
        ChartSeries means = Assert.Single(thin, line => !line.Scattered);
        Assert.Equal(2, means.Points.Count);
        // Two seeds have no interval that would not hide them.
        Assert.All(means.Intervals, Assert.Null);
        Assert.Equal(["14", "38"], accuracy.XTickLabels!);
    }

    [Fact]
    public void Three_seeds_have_the_interval_of_Student()
    {
        StudyContent study = Samples.Study();
        double[] accuracies = [.90, .91, .95];
        ModelContent[] models = [.. accuracies.Select((accuracy, seed) => Samples.Model(38, 1, Data.Fraction.One, seed, true) with
        {
            TestAccuracy = accuracy,
        }), Samples.Model(14, 1, Data.Fraction.One, 0, true)];
        Chart accuracy = Named(study with { Models = models, Comparisons = [] }, "effect-depth-accuracy");
        ChartSeries means = accuracy.Series.Last(line => !line.Scattered);
        // t of two degrees of freedom: 4.3027; SD 2.6458 points.
        Assert.Equal(92 - 4.30265 * 2.64575 / Math.Sqrt(3), means.Intervals[1]!.Value.Low, 1e-3);
        Assert.Null(means.Intervals[0]);
    }

    [Fact]
    public void An_interval_ends_where_no_value_can_be()
    {
        ModelContent[] models = [.. new[] { .90, .95, .999 }.Select((accuracy, seed) => Samples.Model(38, 1, Data.Fraction.One, seed, true)
            with { TestAccuracy = accuracy }), Samples.Model(14, 1, Data.Fraction.One, 0, true)];
        Chart accuracy = Named(Samples.Study() with { Models = models, Comparisons = [] }, "effect-depth-accuracy");
        Assert.Equal(100, accuracy.Series.Last(line => !line.Scattered).Intervals[1]!.Value.High);
    }

    [Fact]
    public void There_is_a_chart_for_every_factor_that_varies_and_every_measure_that_is_known()
    {
        string[] names = [.. Of(Samples.Study()).Select(chart => chart.Name)];
        Assert.Superset(new HashSet<string> { "effect-depth-largest-PC1-share", "effect-width-window", "effect-data-f90",
            "effect-data-cross-seed-CKA" }, names.ToHashSet());
        Assert.DoesNotContain(names, name => name.Contains("rate", StringComparison.Ordinal));
        ModelContent model = Samples.Model(14, 1, Data.Fraction.One, 0, true);
        Chart alone = Assert.Single(Of(Samples.Study() with { Models = [model], Comparisons = [] }));
        Assert.Equal("effect-network-accuracy", alone.Name);
        // No mean of one.
        Assert.Equal("Every network a point.", alone.Says);
        Assert.Single(alone.Series);
        ModelContent[] seeds = [model, model with { Name = "other", Seed = 1 }];
        Chart several = Assert.Single(Of(Samples.Study() with { Models = seeds, Comparisons = [] }));
        Assert.Equal("Every network a point; bars at the means of seeds.", several.Says);
        Assert.Equal((2, 1), (several.Series[0].Points.Count, several.Series[1].Points.Count));
    }

    [Fact]
    public void Networks_side_by_side_are_equally_far_apart_with_room_for_their_names()
    {
        ModelContent model = Samples.Model(14, 1, Data.Fraction.One, 0, true);
        ModelContent[] models = [.. "abc".Select(name => model with { Name = $"{name}", Variant = $", {name}" })];
        // The first one's place, 0, is missing: what is left is no axis of numbers all the same.
        models[0] = models[0] with { TestAccuracy = null };
        Chart chart = Named(Samples.Study() with { Models = models, Comparisons = [] }, "effect-network-accuracy");
        Assert.False(chart.LogarithmicX);
        Assert.Equal([1, 2], chart.XTicks!);
        Assert.Equal([.5, 2.5], chart.XAlso);
        Assert.Equal(["ResNet-14-1x, b", "ResNet-14-1x, c"], chart.XTickLabels!);
    }

    [Fact]
    public void A_network_that_did_not_learn_is_no_point()
        => Assert.DoesNotContain(Of(Samples.WithUnlearned()).Where(chart => chart.Name.EndsWith("accuracy", StringComparison.Ordinal))
            .SelectMany(chart => chart.Series).SelectMany(line => line.Points), point => point.Y < 50);
}
