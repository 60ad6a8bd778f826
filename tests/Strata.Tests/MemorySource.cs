using Strata.Activations;
using Strata.Models;
using TorchSharp;

namespace Strata.Tests;

/// <summary>Layers given as arrays [examples, features], seen as a source of activations.</summary>
internal sealed class MemorySource(string name, params double[][,] layers) : IActivationSource
{
    public string Name => name;

    public IReadOnlyList<LayerInfo> Layers { get; } =
        [.. layers.Select((l, i) => new LayerInfo(i, $"layer{i}", i == 0 ? "input" : "conv", null, null, [l.GetLength(1)]))];

    public int ExampleCount => layers[0].GetLength(0);

    public IReadOnlyList<int>? Labels { get; init; }

    public string? ExamplesHash { get; init; }

    private int _visits;

    public int Visits => _visits;

    public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, torch.Tensor> visit)
    {
        Interlocked.Increment(ref _visits);
        foreach (int layer in wanted)
        {
            int features = layers[layer].GetLength(1);
            float[] values = new float[examples.Length * features];
            for (int i = 0; i < examples.Length; i++)
            {
                for (int j = 0; j < features; j++) values[i * features + j] = (float)layers[layer][examples[i], j];
            }
            using torch.Tensor tensor = torch.tensor(values, [examples.Length, features]);
            visit(layer, tensor);
        }
    }

    public void Dispose()
    {
    }
}
