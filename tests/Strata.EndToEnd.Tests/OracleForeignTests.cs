using Strata.Arrays;

namespace Strata.EndToEnd.Tests;

/// <summary>Networks that other programs define and save, recognised by Strata, must answer as they do there.</summary>
public sealed class OracleForeignTests
{
    /// <summary>Of logits, relative to the largest of them where that is above 1.</summary>
    private const double Tolerance = 1e-4;

    private static readonly string[] s_forms =
        ["zip.pth", "legacy.th", "wrapped.pt", "strided.pt", "shared.pt", "shared.th", "protocol4.pt", "double.pt"];

    [Theory]
    [InlineData("akamaster", 32)]
    [InlineData("akamaster-b", 32)]
    [InlineData("chenyaofo", 32)]
    [InlineData("kuangliu", 32)]
    [InlineData("resnet18", 64)]
    [InlineData("vit", 32)]
    [InlineData("timm-vit", 32)]
    [InlineData("efficientnet_b0", 64)]
    [InlineData("timm-efficientnet", 64)]
    public void Logits_are_those_of_the_program_that_saved_it(string network, int size)
    {
        using var folder = new WorkFolder();
        folder.Oracle("foreign_network.py", "torchvision", ["make", network, $"{size}", "20", "."]);
        // The forms do not depend on the network: every one of them with one, and one with every other.
        foreach (string form in network == "akamaster" ? s_forms : ["wrapped.pt"])
        {
            folder.Strata("predict", form, "--size", $"{size}", "--data", "imagefolder:set", "--logits", "--output", "own.npy").Expect(0);
            ExpectAlike(folder["own.npy"], folder["logits.npy"]);
        }
    }

    private static void ExpectAlike(string own, string oracle)
    {
        using NpyReader read = NpyFile.Open(own), right = NpyFile.Open(oracle);
        double[] expected = right.ReadAll(), found = read.ReadAll();
        Assert.Equal(expected.Length, found.Length);
        double allowed = Tolerance * Math.Max(1, expected.Max(Math.Abs));
        Assert.All(found.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - allowed, pair.Second + allowed));
    }
}
