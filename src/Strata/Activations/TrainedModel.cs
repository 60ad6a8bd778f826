using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Engine;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Activations;

/// <summary>A trained network on the test split of an image set, in inference mode and fp32.</summary>
public sealed class TrainedModel : IImageNetwork
{
    /// <summary>Images per forward pass where nothing else asks for a number.</summary>
    public const int Batch = 250;

    private readonly ImageSet _data;
    private readonly NetworkWeights _weights;
    private readonly ForwardPass _forward;

    /// <summary>What messages call it.</summary>
    private readonly string _place;

    private TrainedModel(string name, string place, NetworkWeights weights, ImageSet data)
    {
        (Name, _place, _weights, _data) = (name, place, weights, data);
        _forward = new(weights);
    }

    /// <param name="name">What to call it; null: as the file.</param>
    /// <param name="say">Told where numbers had to be rounded.</param>
    /// <param name="reading">What the user says of a model that Strata did not write; null: nothing.</param>
    /// <param name="batch">Images of a pass, where it shall be known before whether memory holds it; null: unknown.</param>
    /// <exception cref="InvalidFileException">No model, or a damaged one.</exception>
    /// <exception cref="StrataException">There are no test images.</exception>
    /// <exception cref="InvalidOptionsException">A model for images of another shape, or more images than memory holds.</exception>
    public static TrainedModel Open(string path, ImageSet data, string? name = null, Action<string>? say = null, int? batch = null,
        ModelReading? reading = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.RequireTest();
        NetworkWeights weights = ModelFile.Read(path, say, reading);
        ModelSpec spec = weights.Spec;
        if (spec.Channels != data.Channels || spec.Size != data.Height || spec.Size != data.Width)
        {
            weights.Dispose();
            throw new InvalidOptionsException(
                $"{path}: takes {spec.Channels}×{spec.Size}×{spec.Size} images, but {data.Name} has "
                + $"{data.Channels}×{data.Height}×{data.Width}");
        }
        try
        {
            weights.Normalization = weights.Normalization?.Settle(data);
        }
        catch (InvalidOptionsException)
        {
            weights.Dispose();
            throw;
        }
        if (batch is { } images && MemoryProblem(spec, data, images) is { } large)
        {
            weights.Dispose();
            throw new InvalidOptionsException($"{path}: {large}");
        }
        return new(name ?? Path.GetFileNameWithoutExtension(path), path, weights, data);
    }

    /// <summary>Why this machine cannot hold a pass of so many test images, or null.</summary>
    public static string? MemoryProblem(ModelSpec spec, ImageSet data, int batch)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(data);
        return MachineMemory.Problem($"a pass over {spec.Name}", Math.Min(batch, data.Test.Count),
            images => NetworkMemory.Process + data.Bytes + NetworkMemory.OfPass(spec.Graph, images));
    }

    /// <summary>A network with its initial weights.</summary>
    internal static TrainedModel Initial(ModelSpec spec, ImageSet data, long seed)
        => new(spec.Name, spec.Name, NetworkWeights.Initial(spec, seed), data);

    public string Name { get; }

    /// <summary>What its images are normalised by; null: nothing.</summary>
    public Normalization? Normalization => _weights.Normalization;

    /// <summary>Where it came from, if not from Strata.</summary>
    public ModelOrigin? Origin => _weights.Origin;

    internal ImageSet Data => _data;

    ImageSet IImageNetwork.Data => _data;

    string IImageNetwork.WeightsHash() => _weights.Hash();

    internal NetworkWeights Weights => _weights;

    internal ForwardPass Forward => _forward;

    public ModelSpec Spec => _weights.Spec;

    public int Classes => Spec.Classes;

    public JsonObject? Reading => Origin is null ? null : new()
    {
        ["format"] = Origin.Format,
        ["layout"] = Origin.Layout,
        ["normalize"] = Normalization?.ToString(),
        ["architecture"] = JsonSerializer.SerializeToNode(Spec.Metadata),
    };

    public IReadOnlyList<LayerInfo> Layers => Spec.Layers;

    public int ExampleCount => _data.Test.Count;

    public IReadOnlyList<int>? Labels => _data.Test.Labels;

    public string? ExamplesHash => _data.Hash;

    public ChannelScaling? ScalingOf(int layer)
    {
        if (Spec.Graph.LayerNodes[layer] is not { Operation: Operation.BatchNorm } norm) return null;
        Node scaled = Spec.Graph.Nodes[norm.Inputs[0]];
        if (!scaled.IsLayer) return null;
        (float[] factors, float[] offsets) = _forward.Normalization(norm);
        return new(Spec.Graph.LayerOf(scaled)!.Index, factors, offsets);
    }

    public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(visit);
        using Tensor images = Images(examples);
        using Tensor logits = Visit(images, wanted, visit.Show);
    }

    Tensor IImageNetwork.Show(Tensor images, IReadOnlyCollection<int> wanted, Action<int, Tensor> visit) => Visit(images, wanted, visit);

    /// <summary>The same for images of the caller's, float32 [n, channels, height, width]; gives the logits, the caller's.</summary>
    internal Tensor Visit(Tensor images, IEnumerable<int> wanted, Action<int, Tensor> visit)
    {
        var chosen = wanted.ToDictionary(layer => Spec.Layers[layer].Name);
        return _forward.Run(images, (name, output) => visit(chosen[name], output), chosen.ContainsKey);
    }

    /// <summary>[examples, classes] of the test split, row-major.</summary>
    /// <exception cref="InvalidFileException">The weights give no finite numbers; names the layer from which on.</exception>
    public float[] Logits(CancellationToken cancellation = default)
    {
        float[] logits = LogitsOf(_forward, _weights, _data, cancellation);
        int bad = Array.FindIndex(logits, value => !float.IsFinite(value));
        return bad < 0 ? logits : throw NotFinite(bad / Spec.Classes, logits[bad]);
    }

    /// <summary>[examples, classes] softmax of the logits, row-major.</summary>
    public float[] Probabilities(CancellationToken cancellation = default) => Softmax.OfRows(Logits(cancellation), Classes);

    /// <summary>Share of the test split that is classified rightly.</summary>
    public double Accuracy() => AccuracyOf(Logits(), _data);

    /// <summary>The accuracy of weights on the test split; null where they give numbers that are not finite.</summary>
    internal static double? AccuracyOf(NetworkWeights weights, ImageSet data, CancellationToken stop = default)
    {
        float[] logits = LogitsOf(new ForwardPass(weights), weights, data, stop);
        return Array.TrueForAll(logits, float.IsFinite) ? AccuracyOf(logits, data) : null;
    }

    /// <summary>The error of weights that are finite themselves, but whose outputs are not.</summary>
    private InvalidFileException NotFinite(int example, float value)
    {
        int first = Layers.Count - 1;
        Visit([example], [.. Enumerable.Range(0, Layers.Count)], (layer, output) =>
        {
            foreach (float number in output.Singles)
                if (!float.IsFinite(number)) first = Math.Min(first, layer);
        });
        return new(_place, $"gives {value} for test example {example}, first in layer {Layers[first].Name}: its weights there are damaged");
    }

    public void Dispose() => _weights.Dispose();

    internal Tensor Images(ReadOnlySpan<int> examples)
    {
        using var loader = new BatchLoader(_data, _data.Test, _weights.Normalization);
        using Data.Batch batch = loader.Load(examples);
        return batch.Images.alias();
    }

    private static float[] LogitsOf(ForwardPass forward, NetworkWeights weights, ImageSet data, CancellationToken stop = default)
    {
        int[] all = [.. Enumerable.Range(0, data.Test.Count)];
        var logits = new List<float>();
        using var loader = new BatchLoader(data, data.Test, weights.Normalization);
        foreach (Data.Batch batch in loader.InOrder(all, Batch))
        {
            stop.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            logits.AddRange(TensorMemory.Span<float>(forward.Run(batch.Images)));
        }
        return [.. logits];
    }

    /// <summary>Share of the test split whose largest value, of logits or probabilities [examples, classes], is at its label.</summary>
    public static double AccuracyOf(float[] logits, ImageSet data)
    {
        int classes = logits.Length / data.Test.Count, right = 0;
        for (int i = 0; i < data.Test.Count; i++)
        {
            ReadOnlySpan<float> row = logits.AsSpan(i * classes, classes);
            if (Predicted(row) == data.Test.Labels[i]) right++;
        }
        return (double)right / data.Test.Count;
    }

    /// <summary>The class with the largest of an example's values; of equals the first.</summary>
    internal static int Predicted(ReadOnlySpan<float> row)
    {
        int predicted = 0;
        for (int c = 1; c < row.Length; c++)
        {
            if (row[c] > row[predicted]) predicted = c;
        }
        return predicted;
    }
}
