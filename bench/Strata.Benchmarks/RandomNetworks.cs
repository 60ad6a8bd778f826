using Strata.Activations;
using Strata.Data;
using Strata.Models;

namespace Strata.Benchmarks;

/// <summary>Networks with initial weights on images of noise: what an operation costs does not depend on what it multiplies.</summary>
internal sealed class RandomNetworks : IDisposable
{
    public RandomNetworks(string model, int count, int examples)
    {
        ModelSpec spec = BenchmarkModel.Parse(model);
        Name = spec.Name;
        byte[] pixels = new byte[examples * 3 * 32 * 32];
        new Random(0).NextBytes(pixels);
        var images = new ImageSet
        {
            Name = "noise",
            Classes = [.. Enumerable.Range(0, 10).Select(c => $"{c}")],
            Channels = 3,
            Height = 32,
            Width = 32,
            PixelMaximum = 255,
            Train = new HeldExamples([], []),
            Test = new HeldExamples(pixels, [.. Enumerable.Range(0, examples).Select(i => i % 10)]),
            Hash = "noise",
            Citation = "made up",
        };
        for (int i = 0; i < count; i++) Models.Add(TrainedModel.Initial(spec, images, i));
    }

    public string Name { get; }

    public List<TrainedModel> Models { get; } = [];

    public void Dispose()
    {
        foreach (TrainedModel model in Models) model.Dispose();
    }
}
