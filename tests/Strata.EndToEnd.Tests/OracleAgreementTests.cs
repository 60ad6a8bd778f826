using Strata.Arrays;

namespace Strata.EndToEnd.Tests;

/// <summary>The same weights in PyTorch, through a network and a CKA written from the description, must tell the same.</summary>
public sealed class OracleAgreementTests
{
    /// <summary>Of logits, relative to the largest of them where that is above 1.</summary>
    private const double LogitTolerance = 1e-4;

    /// <summary>Of every entry of a CKA matrix.</summary>
    private const double CkaTolerance = 1e-3;

    [Theory]
    [InlineData("digits", 14, 51)]
    [InlineData("thumbs", 14, 51)]
    [InlineData("thumbs", 38, 135)]
    public void Logits_and_similarity_are_those_of_PyTorch(string data, int depth, int layers)
        => Agree(data, depth, layers, ["--epochs", "2", "--fraction", "1/4"], examples: 300);

    [Theory]
    [InlineData(14, 51)]
    [InlineData(38, 135)]
    public void Logits_and_similarity_are_those_of_PyTorch_on_CIFAR10(int depth, int layers)
        => Agree(Repository.Cifar10(), depth, layers,
            ["--epochs", "1", "--fraction", "1/64", "--batch", "64", "--batch-norm-momentum", "0.1"], examples: 300);

    [Fact]
    public void Logits_and_similarity_without_residuals_are_those_of_PyTorch()
        => Agree("digits", 14, 43, ["--epochs", "2", "--no-residual"], examples: 300);

    private static void Agree(string data, int depth, int layers, string[] recipe, int examples)
    {
        using var folder = new WorkFolder();
        folder.Strata(["train", "--depth", $"{depth}", "--width", "1", "--data", data, "--seed", "3", "--evaluate-every", "1000",
            "--output", "m.safetensors", .. recipe]).Expect(0);
        folder.Strata("predict", "m.safetensors", "--data", data, "--logits", "--output", "logits.npy").Expect(0);
        // The last batch of each pass is short.
        folder.Strata("compare", "m.safetensors", "--data", data, "--batch", "128", "--passes", "2", "--max-examples", $"{examples}",
            "--seed", "5", "--output", "c").Expect(0);
        folder.Strata("data", "export", data, "--split", "test", "--images", "images.npy", "--labels", "labels.npy").Expect(0);
        folder.Oracle("cka.py", "--logits", "1000", "m.safetensors", "images.npy", "c/examples.npy", "128", "oracle-cka.npy",
            "oracle-logits.npy");

        (int[] shape, double[] logits) = Read(folder["logits.npy"]);
        (int[] oracleShape, double[] oracleLogits) = Read(folder["oracle-logits.npy"]);
        Assert.Equal([Math.Min(shape[0], 1000), shape[1]], oracleShape);
        double allowed = LogitTolerance * Math.Max(1, oracleLogits.Max(Math.Abs));
        Assert.All(logits.Zip(oracleLogits), pair => Assert.InRange(pair.First, pair.Second - allowed, pair.Second + allowed));

        double[,] cka = NpyFile.ReadMatrix(folder["c/cka.npy"]), oracle = NpyFile.ReadMatrix(folder["oracle-cka.npy"]);
        Assert.Equal((layers, layers), (cka.GetLength(0), cka.GetLength(1)));
        Assert.Equal((layers, layers), (oracle.GetLength(0), oracle.GetLength(1)));
        for (int i = 0; i < layers; i++)
        {
            for (int j = 0; j < layers; j++)
            {
                bool same = double.IsNaN(cka[i, j]) ? double.IsNaN(oracle[i, j]) : Math.Abs(cka[i, j] - oracle[i, j]) <= CkaTolerance;
                Assert.True(same, $"layers {i} and {j}: {cka[i, j]}, PyTorch {oracle[i, j]}");
            }
        }
    }

    private static (int[] Shape, double[] Values) Read(string path)
    {
        using NpyReader array = NpyFile.Open(path);
        return (array.Shape, array.ReadAll());
    }
}
