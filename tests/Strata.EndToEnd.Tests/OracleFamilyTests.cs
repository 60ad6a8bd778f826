using System.Text.Json;
using Strata.Arrays;

namespace Strata.EndToEnd.Tests;

/// <summary>torchvision's own networks with random weights, read by Strata under torchvision's names, must answer the same.</summary>
public sealed class OracleFamilyTests
{
    /// <summary>Of logits, relative to the largest of them where that is above 1.</summary>
    private const double LogitTolerance = 1e-4;

    /// <summary>Of every entry of a CKA matrix.</summary>
    private const double CkaTolerance = 1e-3;

    [Theory]
    [InlineData("resnet-imagenet", 64, 125)]
    [InlineData("vit", 32, 33)]
    [InlineData("efficientnet", 64, 159)]
    public void Logits_and_similarity_are_those_of_torchvision(string family, int size, int layers)
    {
        const int Images = 42;
        using var folder = new WorkFolder();
        folder.Oracle("torchvision_network.py", "torchvision", [family, $"{size}", $"{Images}", "."]);
        folder.Strata("predict", "weights.safetensors", "--data", "imagefolder:set", "--logits", "--output", "own.npy").Expect(0);
        folder.Strata("compare", "weights.safetensors", "--data", "imagefolder:set", "--batch", $"{Images}", "--passes", "1",
            "--precision", "fp32",
            "--output", "c").Expect(0);

        using NpyReader own = NpyFile.Open(folder["own.npy"]), right = NpyFile.Open(folder["logits.npy"]);
        double[] expected = right.ReadAll();
        double allowed = LogitTolerance * Math.Max(1, expected.Max(Math.Abs));
        Assert.All(own.ReadAll().Zip(expected), pair => Assert.InRange(pair.First, pair.Second - allowed, pair.Second + allowed));

        string[] all = [.. JsonDocument.Parse(File.ReadAllText(folder["c/layers_a.json"])).RootElement.EnumerateArray()
            .Select(layer => layer.GetProperty("name").GetString()!)],
            names = JsonSerializer.Deserialize<string[]>(File.ReadAllText(folder["layers.json"]))!;
        Assert.Equal(layers, all.Length);
        double[,] cka = NpyFile.ReadMatrix(folder["c/cka.npy"]), oracle = NpyFile.ReadMatrix(folder["cka.npy"]);
        for (int i = 0; i < names.Length; i++)
        {
            for (int j = 0; j < names.Length; j++)
            {
                double value = cka[Array.IndexOf(all, names[i]), Array.IndexOf(all, names[j])];
                Assert.True(Math.Abs(value - oracle[i, j]) <= CkaTolerance,
                    $"{names[i]} and {names[j]}: {value}, torchvision {oracle[i, j]}");
            }
        }
    }
}
