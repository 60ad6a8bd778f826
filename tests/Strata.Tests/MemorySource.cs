using Strata.Activations;
using Strata.Models;
using Strata.Runtime;

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

    /// <summary>Shows double precision as such instead of rounding it to single.</summary>
    public bool Wide { get; init; }

    /// <summary>Shapes of layers that are no vectors.</summary>
    public Dictionary<int, int[]> Shapes { get; init; } = [];

    public Dictionary<int, ChannelScaling> Scaling { get; init; } = [];

    private int _visits;

    public int Visits
    {
        get => _visits;
        set => _visits = value;
    }

    public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
    {
        Interlocked.Increment(ref _visits);
        foreach (int layer in wanted)
        {
            int features = layers[layer].GetLength(1);
            double[] values = new double[examples.Length * features];
            for (int i = 0; i < examples.Length; i++)
            {
                for (int j = 0; j < features; j++) values[i * features + j] = layers[layer][examples[i], j];
            }
            int[] shape = [examples.Length, .. Shapes.GetValueOrDefault(layer, [features])];
            if (Wide) visit(layer, new(values, shape));
            else visit(layer, new(Array.ConvertAll(values, x => (float)x), shape));
        }
    }

    public ChannelScaling? ScalingOf(int layer) => Scaling.GetValueOrDefault(layer);

    public double Roundoff(int layer) => Wide ? UnitRoundoff.OfDouble : UnitRoundoff.OfSingle;

    public void Dispose()
    {
    }
}
