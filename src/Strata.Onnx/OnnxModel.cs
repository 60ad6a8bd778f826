using System.Numerics;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Onnx.Layers;
using Strata.Onnx.Running;
using Strata.Runtime;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Strata.Onnx;

/// <summary>An ONNX graph on the test split of an image set, run by OnnxRuntime on the processor.</summary>
public sealed class OnnxModel : IImageNetwork
{
    private readonly ImageSet _data;
    private readonly OpenGraph _graph;

    private OnnxModel(OnnxNetwork network, Normalization? normalization, ImageSet data, string name)
    {
        (Network, Normalization, _data, Name) = (network, normalization, data, name);
        _graph = new(network.File, network.Graph, network.Probe);
    }

    /// <param name="path">An .onnx file; weights outside of it lie beside it.</param>
    /// <param name="data">The images that it sees.</param>
    /// <param name="name">What to call it; null: as the file.</param>
    /// <param name="say">Told how the graph was read.</param>
    /// <param name="reading">What the user says of it; null: nothing.</param>
    /// <exception cref="InvalidFileException">No ONNX model of images, a damaged one, or one that OnnxRuntime refuses.</exception>
    /// <exception cref="StrataException">There are no test images.</exception>
    /// <exception cref="InvalidOptionsException">A graph for images of another shape.</exception>
    public static OnnxModel Open(string path, ImageSet data, string? name = null, Action<string>? say = null, ModelReading? reading = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.RequireTest();
        var network = OnnxNetwork.Read(path, reading, data);
        if (network.Problem(data) is { } problem) throw new InvalidOptionsException($"{Foreign.Path(path)}: {problem}");
        Normalization? normalization = network.Normalization?.Settle(data);
        say?.Invoke($"note: {Foreign.Path(path)}: ONNX with operators of version {network.Opset}, "
            + $"{(network.Batch is { } batch ? $"{batch} image{(batch == 1 ? "" : "s")} at once" : "any number of images")}, images "
            + (normalization is null ? "as they are, from 0 to 1" : $"normalised by {normalization}"));
        return new(network, normalization, data, name ?? network.Name);
    }

    public string Name { get; }

    public OnnxNetwork Network { get; }

    /// <summary>What its images are normalised by; null: nothing.</summary>
    public Normalization? Normalization { get; }

    public IReadOnlyList<LayerInfo> Layers => Network.Layers;

    public int ExampleCount => _data.Test.Count;

    public IReadOnlyList<int>? Labels => _data.Test.Labels;

    public string? ExamplesHash => _data.Hash;

    public JsonObject Reading => new()
    {
        ["format"] = "ONNX",
        ["opset"] = Network.Opset,
        ["producer"] = Network.Producer,
        ["runtime"] = OnnxNetwork.Runtime,
        ["batch"] = Network.Batch,
        ["normalize"] = Normalization?.ToString(),
    };

    public double Roundoff(int layer) => Network.Found.Tensors[layer]?.Type switch
    {
        TensorElementType.Double => UnitRoundoff.OfDouble,
        TensorElementType.Float16 => UnitRoundoff.OfHalf,
        _ => UnitRoundoff.OfSingle,
    };

    /// <summary>Numbers per example of its answer.</summary>
    /// <exception cref="InvalidFileException">No output has a number for each class.</exception>
    public int Classes => (int)Layers[Answer].Features;

    /// <inheritdoc/>
    /// <exception cref="StrataException">A layer of so many examples is more than 2 GiB.</exception>
    public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(visit);
        int count = examples.Length;
        float[] pixels = new float[count * Network.Probe.Images.Features];
        ImageBatch.Fill(_data, _data.Test, examples, pixels, Network.Probe.Images.Pixels, Normalization);
        Run(pixels, count, wanted, visit);
    }

    ImageSet IImageNetwork.Data => _data;

    string IImageNetwork.WeightsHash() => Network.File.Hash();

    Tensor IImageNetwork.Show(Tensor images, IReadOnlyCollection<int> wanted, Action<int, Tensor> visit)
    {
        int count = (int)images.shape[0], answer = Answer;
        using Tensor ordered = Network.Probe.Images.Pixels == PixelLayout.ChannelsFirst ? images.contiguous()
            : images.permute(0, 2, 3, 1).contiguous();
        Tensor? logits = null;
        Run(TensorMemory.Span<float>(ordered).ToArray(), count, [.. wanted.Append(answer).Distinct().Order()], (layer, output) =>
        {
            using Tensor given = TensorOutput.Of(output), single = given.to(ScalarType.Float32);
            if (wanted.Contains(layer)) visit(layer, single);
            if (layer != answer) return;
            using Tensor rows = single.reshape(count, Classes);
            logits = rows.clone();
        });
        return logits!;
    }

    /// <param name="pixels">[n, ...] in the order that the graph takes.</param>
    private void Run(float[] pixels, int count, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
    {
        var indices = new Dictionary<string, int>();
        foreach (int layer in wanted)
        {
            if (Network.Found.Tensors[layer] is { } tensor) indices.Add(tensor.Name, layer);
            else
            {
                ImageLayout images = Network.Probe.Images;
                visit(layer, new(pixels, [count, images.Channels, images.Height, images.Width],
                    channelsLast: images.Pixels != PixelLayout.ChannelsFirst));
            }
        }
        _graph.Run(pixels, count, [.. indices.Values.Select(layer => Network.Found.Tensors[layer]!)], (layer, runs) =>
        {
            int[] shape = [count, .. layer.Shape];
            if (layer.Type == TensorElementType.Double) visit(indices[layer.Name], new(Gather<double>(layer, runs, count), shape));
            else visit(indices[layer.Name], new(Gather<float>(layer, runs, count), shape));
        });
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidFileException">No output has a number for each class, or the graph gives no finite numbers.</exception>
    public float[] Logits(CancellationToken cancellation = default)
    {
        int classes = Classes;
        float[] logits = new float[(long)ExampleCount * classes];
        for (int first = 0; first < ExampleCount; first += TrainedModel.Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] examples = [.. Enumerable.Range(first, Math.Min(TrainedModel.Batch, ExampleCount - first))];
            Visit(examples, [Answer], (_, output) => output.CopyTo(logits.AsSpan(examples[0] * classes)));
        }
        int bad = Array.FindIndex(logits, value => !float.IsFinite(value));
        return bad < 0 ? logits
            : throw new InvalidFileException(Network.File.Path, $"gives {logits[bad]} for test example {bad / classes}, "
                + "expected a finite number");
    }

    public void Dispose() => _graph.Dispose();

    private int Answer => Network.Logits
        ?? throw new InvalidFileException(Network.File.Path, "has no output with one number for each class; it gives "
            + string.Join(", ", Network.File.Proto.Graph.Output.Take(4).Select(output => $"{Foreign.Quoted(output.Name)} ("
                + $"{Given(output.Name)})")));

    private string Given(string output)
        => Network.Probe.Layers.TryGetValue(output, out LayerTensor? layer) ? $"[{string.Join(", ", layer.Shape)}] for an image"
            : Network.Probe.Kinds.TryGetValue(output, out NodeMetadata? known) && !known.IsTensor ? "no tensor"
            : "no floats by image";

    private T[] Gather<T>(LayerTensor layer, IReadOnlyList<(OrtValue Value, int Images)> runs, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count * layer.Bytes > int.MaxValue)
            throw new StrataException($"{count} examples of {Foreign.Words(layer.Name)} in {Name} take more than 2 GiB: "
                + "choose a smaller batch");
        int first = 0, features = (int)layer.Features;
        T[] output = GC.AllocateUninitializedArray<T>(count * features);
        foreach ((OrtValue value, int images) in runs)
        {
            int own = Math.Min(images, count - first);
            TensorCopy.Examples(layer, value, images, output.AsSpan(first * features, own * features));
            first += own;
        }
        return output;
    }
}
