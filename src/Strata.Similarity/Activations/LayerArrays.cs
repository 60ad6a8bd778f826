using System.Collections;
using Strata.Models;

namespace Strata.Activations;

/// <summary>
/// Activations that are in memory: <c>new LayerArrays("mine") { { "early", x }, { "late", y } }</c>, in order of execution. Each array has
/// a row for every example, the same examples in the same order.
/// </summary>
/// <param name="name">What to call the model in messages and figures.</param>
/// <param name="labels">The class of every example, from 0; null where there are none. Only balanced choices of examples want them.</param>
public sealed class LayerArrays(string name = "arrays", IReadOnlyList<int>? labels = null) : IActivationSource, IEnumerable<LayerInfo>
{
    private readonly List<LayerInfo> _layers = [];
    private readonly List<ReadOnlyMemory<float>> _values = [];

    public string Name => name;

    public IReadOnlyList<LayerInfo> Layers => _layers;

    /// <summary>0 before the first layer is added.</summary>
    public int ExampleCount { get; private set; }

    public IReadOnlyList<int>? Labels => labels;

    /// <summary>Null: nothing says which examples these are.</summary>
    public string? ExamplesHash => null;

    /// <param name="layer">Its name.</param>
    /// <param name="values">[examples, features].</param>
    /// <exception cref="ArgumentException">Another number of examples than in the layer before, a number that is not finite, or the layer
    /// is there already.</exception>
    public void Add(string layer, float[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        float[] rows = new float[values.Length];
        Buffer.BlockCopy(values, 0, rows, 0, sizeof(float) * rows.Length);
        Add(layer, rows, values.GetLength(0), values.GetLength(1));
    }

    /// <param name="layer">Its name.</param>
    /// <param name="rows">[examples][features], all of one length.</param>
    /// <inheritdoc cref="Add(string, float[,])" path="/exception"/>
    public void Add(string layer, float[][] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Length == 0) throw new ArgumentException($"{layer}: there are no examples.", nameof(rows));
        int odd = Array.FindIndex(rows, row => row.Length != rows[0].Length);
        if (odd >= 0)
        {
            throw new ArgumentException(
                $"{layer}: example {odd} has {rows[odd].Length} features and example 0 has {rows[0].Length}.", nameof(rows));
        }
        Add(layer, rows.SelectMany(row => row).ToArray(), rows.Length, rows[0].Length);
    }

    /// <param name="layer">Its name.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">[examples, ...], such as [examples, channels, height, width].</param>
    /// <inheritdoc cref="Add(string, float[,])" path="/exception"/>
    public void Add(string layer, ReadOnlyMemory<float> values, params int[] shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length < 2 || shape.Any(size => size < 1) || shape.Aggregate(1L, (product, size) => product * size) != values.Length)
            throw new ArgumentException($"{layer}: [{string.Join(", ", shape)}] is no shape [examples, ...] of {values.Length} numbers.",
                nameof(shape));
        if (_layers.Count > 0 && shape[0] != ExampleCount)
            throw new ArgumentException($"{layer} has {shape[0]} examples and {_layers[0].Name} has {ExampleCount}.", nameof(shape));
        if (labels is not null && labels.Count != shape[0])
            throw new ArgumentException($"{layer} has {shape[0]} examples, and there are {labels.Count} labels.", nameof(shape));
        if (_layers.Any(known => known.Name == layer)) throw new ArgumentException($"{layer} is there already.", nameof(layer));
        int bad = values.Span.IndexOfAny(float.NaN, float.PositiveInfinity, float.NegativeInfinity);
        if (bad >= 0)
        {
            throw new ArgumentException($"{layer}: example {bad / (values.Length / shape[0])} holds {values.Span[bad]}, "
                + "expected finite numbers.", nameof(values));
        }
        ExampleCount = shape[0];
        _layers.Add(new(_layers.Count, layer, "array", null, null, shape[1..]));
        _values.Add(values);
    }

    public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(visit);
        foreach (int layer in wanted)
        {
            int features = (int)_layers[layer].Features;
            float[] rows = GC.AllocateUninitializedArray<float>(examples.Length * features);
            for (int i = 0; i < examples.Length; i++)
                _values[layer].Span.Slice(examples[i] * features, features).CopyTo(rows.AsSpan(i * features));
            visit(layer, new(rows, [examples.Length, .. _layers[layer].Shape]));
        }
    }

    public IEnumerator<LayerInfo> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() { }
}
