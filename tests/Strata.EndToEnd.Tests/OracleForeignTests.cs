using System.Globalization;
using Strata.Arrays;

namespace Strata.EndToEnd.Tests;

/// <summary>Networks that other programs define and save, recognised by Strata, must answer as they do there.</summary>
public sealed class OracleForeignTests
{
    /// <summary>Of logits, relative to the largest of them where that is above 1.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>
    /// Where a network is so deep that PyTorch itself is further off in single precision: of its largest error. ResNet-101 is, by 2.8e-4 of
    /// 2.0, and Strata by 3.0e-4 with the smaller root mean square.
    /// </summary>
    private const double OfSinglePrecision = 2;

    private static readonly string[] s_forms =
        ["zip.pth", "legacy.th", "wrapped.pt", "strided.pt", "shared.pt", "shared.th", "protocol4.pt", "double.pt", "pruned.pt",
        "trainer.ckpt"];

    [Theory]
    [InlineData("akamaster", 32)]
    [InlineData("akamaster-b", 32)]
    [InlineData("chenyaofo", 32)]
    [InlineData("chenyaofo-dropout", 32)]
    [InlineData("kuangliu", 32)]
    [InlineData("resnet18", 64)]
    [InlineData("resnet101", 64)]
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
            ExpectAlike(folder["own.npy"], folder["logits.npy"], folder["single.npy"]);
        }
    }

    /// <summary>
    /// A public network in either format: the logits of the first images, and the accuracy on all. CIFAR-10 as JPEG cost eight of them 6 to
    /// 11 points.
    /// </summary>
    [Theory]
    [InlineData("resnet20-a")]
    [InlineData("resnet20-f")]
    public void A_public_network_answers_as_in_PyTorch_and_reaches_what_its_trainer_says(string name)
    {
        string data = Repository.Cifar10(), files = Path.Combine(Path.GetDirectoryName(data["imagefolder:".Length..])!, "foreign");
        Needs.Installed(Directory.Exists(files), $"public networks are not at {files}");
        using var folder = new WorkFolder();
        folder.Strata("data", "export", data, "--split", "test", "--images", "images.npy", "--labels", "labels.npy").Expect(0);
        string model = Path.Combine(files, $"{name}.th"), stated = File.ReadLines(Path.Combine(files, "MANIFEST.csv"))
            .Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(',')[7];
        RunResult predicted = folder.Strata("predict", model, "--data", data, "--logits", "--output", "own.npy").Expect(0);
        folder.Oracle("foreign_network.py", "answer", model, "images.npy", "500", ".");
        ExpectAlike(folder["own.npy"], folder["logits.npy"], folder["single.npy"]);
        double accuracy = double.Parse(predicted.Output.Split("accuracy ")[1].Split(' ')[0], CultureInfo.InvariantCulture),
            published = double.Parse(stated, CultureInfo.InvariantCulture);
        Assert.InRange(published - accuracy, 5, 14);
    }

    /// <param name="own">Logits; there may be more images than the others have.</param>
    private static void ExpectAlike(string own, string oracle, string single)
    {
        using NpyReader read = NpyFile.Open(own), right = NpyFile.Open(oracle), rounded = NpyFile.Open(single);
        double[] expected = right.ReadAll(), found = read.ReadAll();
        Assert.Equal(right.Shape[1], read.Shape[1]);
        Assert.InRange(right.Rows, 1, read.Rows);
        double allowed = Math.Max(Tolerance * Math.Max(1, expected.Max(Math.Abs)),
            OfSinglePrecision * rounded.ReadAll().Zip(expected, (x, y) => Math.Abs(x - y)).Max());
        Assert.All(found.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - allowed, pair.Second + allowed));
    }
}
