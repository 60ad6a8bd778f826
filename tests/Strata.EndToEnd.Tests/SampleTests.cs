using Strata.Arrays;

namespace Strata.EndToEnd.Tests;

/// <summary>The programs of samples/ say what their first lines promise.</summary>
public sealed class SampleTests(SmallModel model) : IClassFixture<SmallModel>
{
    [Fact]
    public void Arrays_are_compared_and_kept()
    {
        using var folder = new WorkFolder();
        string output = Run(folder, "Arrays").Expect(0).Output;
        Assert.Matches("(?m)^early +1[.]000 +0[.][4-7][0-9]+ ", output);
        Assert.Matches("(?m)^unrelated +-?0[.]0[0-9]+ +-?0[.]0[0-9]+ +-?0[.]0[0-9]+ +1[.]000", output);
        Assert.Contains("none; cka.npy", output, StringComparison.Ordinal);
        Assert.Equal(["cka.npy"], folder.Files);
        Assert.Equal(1, NpyFile.ReadMatrix(folder["cka.npy"])[3, 3]);
    }

    [Fact]
    public void Weights_of_ones_own_are_judged()
    {
        using var folder = new WorkFolder();
        string output = Run(folder, "OwnWeights", model.Path, "digits").Expect(0).Output;
        Assert.Matches("^resnet8-1x: [0-9.]+ % of 500 images, 30 layers", output);
        Assert.Equal(["m.png", "m.svg"], folder.Files);
        Assert.Contains("none.pth: does not exist", Run(folder, "OwnWeights", "none.pth", "digits").Expect(1).Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_measure_of_ones_own_stands_beside_others()
    {
        using var folder = new WorkFolder();
        string output = Run(folder, "OwnMeasure").Expect(0).Output;
        // Some 2 of 20 directions.
        Assert.Matches("(?m)^same-dimension +0[.]1[0-2]", output);
        Assert.Matches("(?m)^procrustes ", output);
    }

    [Fact]
    public void A_family_of_ones_own_is_trained_and_taken_apart()
    {
        using var folder = new WorkFolder();
        string output = Run(folder, "OwnFamily").Expect(0).Output;
        Assert.Matches("(?m)^perceptron2-1x: [5-9][0-9][.][0-9] %, ", output);
        Assert.Matches("(?m)^perceptron6-1x: [5-9][0-9][.][0-9] %, .*; without any residual branch [0-9.]+ %", output);
    }

    [Fact]
    public void Populations_are_compared()
    {
        using var folder = new WorkFolder();
        var random = new Random(3);
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
        int[] Predictions(int models, double right)
            => [.. Enumerable.Range(0, models * labels.Length)
                .Select(i => (labels[i % labels.Length] + (random.NextDouble() < right ? 0 : 1)) % 3)];
        NpyFile.Write(folder["labels.npy"], labels, labels.Length);
        NpyFile.Write(folder["wide.npy"], Predictions(5, 0.9), 5, labels.Length);
        NpyFile.Write(folder["deep.npy"], Predictions(4, 0.8), 4, labels.Length);
        string output = Run(folder, "TwoPopulations", "wide.npy", "deep.npy", "labels.npy").Expect(0).Output;
        Assert.Matches("(?m)^wide: 5 models, (89|90|91)[.][0-9]+ % right", output);
        Assert.Matches("(?m)^deep: 4 models, (78|79|80|81|82)[.][0-9]+ % right; Welch's p 0[.]000", output);
        Assert.Contains("usage:", Run(folder, "TwoPopulations").Expect(2).Errors, StringComparison.Ordinal);
    }

    private static RunResult Run(WorkFolder folder, string sample, params IEnumerable<string> arguments)
        => RunningProcess.Run(folder[""], Path.Combine(Repository.Root, "artifacts", "bin", sample,
            new DirectoryInfo(AppContext.BaseDirectory).Name, OperatingSystem.IsWindows() ? $"{sample}.exe" : sample), arguments);
}
