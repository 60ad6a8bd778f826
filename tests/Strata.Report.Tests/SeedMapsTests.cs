using SkiaSharp;
using Strata.Analysis;
using Strata.Report.Drawing;

namespace Strata.Report.Tests;

public sealed class SeedMapsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_mean_carries_its_spread_and_the_spread_has_a_scale_of_its_own()
    {
        LayerMap[] maps = [.. Samples.WithMaps().Exhibits.OfType<LayerMap>().Skip(2)];
        Assert.Equal(["mean over seeds", "spread over seeds"], maps.Select(m => m.Title));
        Assert.Equal(maps[1].Matrix.Values[3, 70], maps[0].Matrix.StandardErrors[3, 70]);
        Assert.All(maps[1].Matrix.StandardErrors.Cast<double>(), e => Assert.True(double.IsNaN(e)));
        Assert.Equal(1, maps[0].Brightest);
        // The largest spread of the samples is that of two draws of a noise of ±.01.
        Assert.Equal(.05, maps[1].Brightest);
    }

    [Fact]
    public void Colours_span_the_scale()
    {
        LayerMap spread = Samples.WithMaps().Exhibits.OfType<LayerMap>().Last();
        var figure = new HeatmapFigure(spread.Matrix, new() { Brightest = .05 });
        using SKBitmap picture = SKBitmap.Decode(figure.Png());
        int layers = spread.Matrix.LayersA.Count, row = 20, column = 60;
        SKColor at = picture.GetPixel((int)((figure.Plot.Left + (column + 0.5f) * figure.Plot.Width / layers) * Figure.Scale),
            (int)((figure.Plot.Bottom - (row + 0.5f) * figure.Plot.Height / layers) * Figure.Scale));
        Assert.Equal(Magma.Of(spread.Matrix.Values[row, column] / .05), at);
    }

    [Fact]
    public void Both_are_figures_of_the_study_and_one_beside_the_result()
    {
        StudyContent study = Samples.WithMaps();
        StudyReport.Write(study, _folder["report"]);
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(_folder["report"], "figures"), "*.png")
            .Select(f => Path.GetFileName(f))];
        Assert.Contains(files, f => f == "mean-resnet38-1x.png");
        Assert.Contains(files, f => f == "spread-resnet38-1x.png");
        Assert.Contains(files, f => f.StartsWith("without-components-", StringComparison.Ordinal));
        Assert.Contains(files, f => f.StartsWith("cosines-", StringComparison.Ordinal));
        WindowStability stability = study.Stabilities[0].Stability;
        Heatmap.WriteSeeds(stability, study.Stabilities[0].Layers, "seeds", _folder["both"]);
        using SKBitmap both = SKBitmap.Decode(_folder["both.png"]);
        var one = new HeatmapFigure(study.Exhibits.OfType<LayerMap>().Last().Matrix, new());
        Assert.True(both.Width >= 2 * one.Size.Width * Figure.Scale);
        Assert.Throws<ArgumentException>(() => Heatmap.WriteSeeds(stability, [.. study.Stabilities[0].Layers.Skip(1)], "seeds",
            _folder["wrong"]));
    }
}
