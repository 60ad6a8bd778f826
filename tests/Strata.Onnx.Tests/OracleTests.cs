using System.Diagnostics;
using Strata.Activations;
using Strata.Arrays;
using Strata.Data;
using Strata.Runtime;
using Strata.Tests;
using TorchSharp;

namespace Strata.Onnx.Tests;

/// <summary>Graphs that PyTorch exports answer as in PyTorch, and whatever its modules give is a layer.</summary>
public sealed class OracleTests
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Of the largest number of an output.</summary>
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("resnet18", "folded", 9, 32)]
    [InlineData("resnet18", "whole", 16, 32)]
    [InlineData("resnet18", "training", 14, 32)]
    [InlineData("resnet18", "single", 7, 32)]
    [InlineData("vit", "folded", 14, 32)]
    [InlineData("vit", "whole", 17, 32)]
    [InlineData("vit", "single", 12, 32)]
    [InlineData("efficientnet_b0", "folded", 11, 64)]
    [InlineData("efficientnet_b0", "whole", 15, 64)]
    public void Every_module_of_PyTorch_is_a_layer(string network, string form, int opset, int size)
    {
        const int Count = 6;
        Threads.Set(2);
        using var folder = new TemporaryFolder();
        Export(network, form, opset, size, Count, folder.Path);
        using NpyReader images = NpyFile.Open(folder["images.npy"]), logits = NpyFile.Open(folder["logits.npy"]);
        byte[] pixels = [.. images.ReadAll().Select(value => (byte)value)];
        HeldExamples examples = new(pixels, new int[Count]);
        using var model = OnnxModel.Open(folder["graph.onnx"], new()
        {
            Name = "random",
            Classes = ["one"],
            Channels = 3,
            Height = size,
            Width = size,
            PixelMaximum = 255,
            Train = examples,
            Test = examples,
            Hash = network,
            Citation = "made up",
        });
        Assert.Equal(form == "single" ? 1 : null, model.Network.Batch);
        Assert.True(Alike(logits.ReadAll(), model.Logits()));

        var found = new List<(string Name, float[] Values)>();
        int[] all = [.. model.Layers.Where(layer => !layer.IsDetail).Select(layer => layer.Index)];
        model.Visit([.. Enumerable.Range(0, Count)], all, (layer, output) =>
        {
            using torch.Tensor packed = output.contiguous();
            found.Add((model.Layers[layer].Name, TensorMemory.Span<float>(packed).ToArray()));
        });
        string[] modules = Directory.GetFiles(folder.Path, "module-*.npy");
        Assert.NotEmpty(modules);
        foreach (string module in modules)
        {
            using NpyReader read = NpyFile.Open(module);
            double[] expected = read.ReadAll();
            Assert.True(found.Any(layer => Alike(expected, layer.Values)), $"{Path.GetFileName(module)} is no layer");
        }
    }

    private static bool Alike(double[] expected, float[] found)
    {
        double allowed = Tolerance * expected.Max(Math.Abs);
        return expected.Length == found.Length && expected.Zip(found).All(pair => Math.Abs(pair.First - pair.Second) <= allowed);
    }

    private static void Export(string network, string form, int opset, int size, int count, string folder)
    {
        Needs.Installed(File.Exists(Python) && Run(["-c", "import torchvision, numpy"]) == "",
            $"{Python} has no torchvision (on Debian: apt-get install python3-torchvision)");
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Strata.slnx"))) root = Path.GetDirectoryName(root)!;
        Assert.Equal("", Run([Path.Combine(root, "tests", "oracle", "onnx_network.py"), network, form, $"{opset}", $"{size}", $"{count}", folder]));
    }

    /// <summary>What went wrong; empty where nothing did.</summary>
    private static string Run(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> said = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"exit code {process.ExitCode}: {said.Result}{error}";
    }
}
