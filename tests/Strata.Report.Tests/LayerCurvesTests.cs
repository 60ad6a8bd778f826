using SkiaSharp;
using Strata.Analysis;
using Strata.Models;
using Strata.Report.Drawing;
using Strata.Similarity;

namespace Strata.Report.Tests;

public class LayerCurvesTests
{
    private static readonly IReadOnlyList<LayerInfo> s_layers = Samples.Spec(14).Layers;

    private static LayerInfo Layer(string name) => s_layers.First(l => l.Name == name);

    [Fact]
    public void Zeros_stand_at_their_ReLU_also_where_layers_are_a_selection()
    {
        LayerInfo[] relus = [.. s_layers.Where(l => l.Kind == "relu")], some = [.. relus.Take(3).Select((l, i) => l with { Index = i })];
        var sparsity = new Sparsity { Layers = relus, Zeros = [.. relus.Select((_, i) => i / 20.0)], Examples = 5 };
        LayerCurve all = LayerCurves.Of(sparsity, s_layers);
        LayerLine line = Assert.Single(all.Lines);
        Assert.Equal(s_layers.Select(l => l.Kind == "relu"), line.Values.Select(double.IsFinite));
        Assert.Equal(1 / 20.0, line.Values[relus[1].Index]);
        Assert.Equal(0.6, all.Top, 12);
        Assert.Equal([0, 0.05, 0.1], LayerCurves.Of(sparsity, some).Lines[0].Values);
    }

    [Fact]
    public void Probes_are_two_lines_beside_the_accuracy_of_the_model()
    {
        LayerProbe Probe(string layer, ProbePlace place, double? accuracy)
            => new() { Layer = Layer(layer), Place = place, TestAccuracy = accuracy, Reason = accuracy is null ? "dead" : null };
        LayerCurve strip = LayerCurves.Of(new ProbeResults
        {
            Probes = [Probe("stages.0.0.bn2", ProbePlace.PreResidual, .2), Probe("stages.0.0.add", ProbePlace.PostResidual, .3),
                Probe("stages.0.1.bn2", ProbePlace.PreResidual, null)],
            ModelAccuracy = .41,
            TrainExamples = 1,
            TestExamples = 1,
            Seconds = 1,
            Warnings = [],
        }, s_layers);
        Assert.Equal(.3, strip.Lines[0].Values[Layer("stages.0.0.add").Index]);
        Assert.Equal(.2, strip.Lines[1].Values[Layer("stages.0.0.bn2").Index]);
        Assert.True(double.IsNaN(strip.Lines[1].Values[Layer("stages.0.1.bn2").Index]));
        Assert.Equal(.41, strip.Reference);
        Assert.Equal((.5, 0), (Math.Round(strip.Top, 12), strip.Bottom));
    }

    [Theory]
    [InlineData(new[] { .78, .96 }, .98, .7, 1)]
    [InlineData(new[] { .97, .98 }, .98, .9, 1)]
    [InlineData(new[] { 1.0, 1.0 }, 1.0, .9, 1)]
    [InlineData(new[] { .6, .6 }, null, .5, .6)]
    [InlineData(new[] { .2, .96 }, .98, 0, 1)]
    [InlineData(new[] { .78, .96 }, .3, 0, 1)]
    [InlineData(new[] { double.NaN, double.NaN }, null, 0, 1)]
    public void The_axis_begins_at_0_unless_everything_is_far_above(double[] values, double? reference, double bottom, double top)
    {
        var strip = new LayerCurve { Title = "probe accuracy", Lines = [new("", values, 0)], Reference = reference };
        Assert.Equal(bottom, strip.Bottom, 12);
        Assert.Equal(top, strip.Top, 12);
    }

    [Fact]
    public void A_collapse_stands_at_the_last_layer_of_the_first_deleted_block_a_line_for_each_stage()
    {
        var collapse = new LayerCollapse
        {
            Accuracy = .9,
            Stages = [new(0, [.1, .2, .9]), new(1, [.3, .4, .9]), new(2, [.5, .6, .9])],
            Examples = 1
        };
        LayerCurve strip = LayerCurves.Of(collapse, s_layers);
        Assert.Equal(3, strip.Lines.Count);
        Assert.Equal(.4, strip.Lines[1].Values[Layer("stages.1.1.relu2").Index]);
        Assert.Equal(2, strip.Lines[1].Values.Count(double.IsFinite));
    }

    [Fact]
    public void A_collapse_of_several_branches_in_a_block_stands_where_each_is_added()
    {
        var collapse = new LayerCollapse
        {
            Accuracy = .9,
            Stages = [new(0, [.1, .2, .3, .9], ["stages.0.0.conv2", "stages.0.0.relu2", "stages.0.1.relu2"])],
            Examples = 1
        };
        IReadOnlyList<double> values = LayerCurves.Of(collapse, s_layers).Lines[0].Values;
        Assert.Equal([.1, .2, .3], collapse.Stages[0].Layers!.Select(name => values[Layer(name).Index]));
        Assert.Equal(3, values.Count(double.IsFinite));
    }

    [Fact]
    public void A_strip_is_drawn_over_the_layers_below_the_map_and_makes_it_taller()
    {
        SimilarityMatrix matrix = Samples.Within(Samples.Spec(14), null);
        double[] values = [.. s_layers.Select((_, i) => i == 10 ? 1 : double.NaN)];
        var plain = new HeatmapFigure(matrix, new());
        var figure = new HeatmapFigure(matrix, new() { Curves = [new() { Title = "ReLU zeros", Lines = [new("zeros", values, 2)] }] });
        Assert.True(figure.Size.Height >= plain.Size.Height + CurvePlot.Height);
        using SKBitmap picture = SKBitmap.Decode(figure.Png());
        float x = figure.Plot.Left + 10.5f * figure.Plot.Width / s_layers.Count, y = figure.Plot.Bottom + 6;
        Assert.Equal(ChartFigure.Colour(2), picture.GetPixel((int)(x * Figure.Scale), (int)(y * Figure.Scale) + 1));
        Assert.Throws<ArgumentException>(() => new HeatmapFigure(matrix,
            new() { Curves = [new() { Title = "a b", Lines = [new("short", [1], 0)] }] }));
    }

    [Fact]
    public void A_path_is_drawn_at_its_cells()
    {
        SimilarityMatrix matrix = Samples.Across(Samples.Spec(14), Samples.Spec(14));
        int?[] path = [.. Enumerable.Range(0, 51).Select(row => row == 5 ? (int?)null : 50 - row)];
        var figure = new HeatmapFigure(matrix, new() { Path = path });
        using SKBitmap picture = SKBitmap.Decode(figure.Png());
        SKColor At(int row, int column)
            => picture.GetPixel((int)((figure.Plot.Left + (column + 0.5f) * figure.Plot.Width / 51) * Figure.Scale),
                (int)((figure.Plot.Bottom - (row + 0.5f) * figure.Plot.Height / 51) * Figure.Scale));
        Assert.Equal(SKColors.White, At(0, 50));
        Assert.Equal(SKColors.White, At(40, 10));
        Assert.Equal(Magma.Of(matrix.Values[5, 45]), At(5, 45));
        Assert.Throws<ArgumentException>(() => new HeatmapFigure(matrix, new() { Path = [.. path.Skip(1)] }));
        Assert.Throws<ArgumentException>(() => new HeatmapFigure(matrix, new() { Path = [.. path.Skip(1), 51] }));
    }
}
