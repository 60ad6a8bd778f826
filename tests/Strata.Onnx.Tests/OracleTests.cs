using System.Globalization;
using Strata.Arrays;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Onnx.Tests;

/// <summary>Graphs that PyTorch exports answer as in PyTorch, and whatever its modules give is a layer.</summary>
public sealed class OracleTests(ExportedByPyTorch exported) : IClassFixture<ExportedByPyTorch>
{
    /// <summary>Of the largest number of an output.</summary>
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Cases => ExportedByPyTorch.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_module_of_PyTorch_is_a_layer(string network)
    {
        const int Count = ExportedByPyTorch.Images;
        int size = int.Parse(network.Split('-')[^1], CultureInfo.InvariantCulture);
        Threads.Set(2);
        string folder = exported.FolderOf(network);
        using NpyReader images = NpyFile.Open(Path.Combine(folder, "images.npy")),
            logits = NpyFile.Open(Path.Combine(folder, "logits.npy"));
        byte[] pixels = [.. images.ReadAll().Select(value => (byte)value)];
        HeldExamples examples = new(pixels, new int[Count]);
        using var model = OnnxModel.Open(Path.Combine(folder, "graph.onnx"), new()
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
        Assert.Equal(network.Contains("single", StringComparison.Ordinal) ? 1 : null, model.Network.Batch);
        Assert.True(Alike(logits.ReadAll(), model.Logits()));

        var found = new List<(string Name, float[] Values)>();
        int[] all = [.. model.Layers.Where(layer => !layer.IsDetail).Select(layer => layer.Index)];
        model.Visit([.. Enumerable.Range(0, Count)], all, (layer, output) =>
        {
            float[] values = new float[output.Examples * output.Features];
            output.CopyTo(values);
            found.Add((model.Layers[layer].Name, values));
        });
        string[] modules = Directory.GetFiles(folder, "module-*.npy");
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
}
