using global::Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Strata.Data;
using Strata.Onnx.Files;
using Strata.Onnx.Graphs;
using Strata.Onnx.Layers;
using Strata.Runtime;

namespace Strata.Onnx.Running;

/// <summary>
/// What running a graph on one image and on two shows of its tensors: which carry the examples, and where. What a file says of shapes is
/// incomplete and need not be true.
/// </summary>
/// <param name="Images">What the graph takes; one by one where it gives other numbers in a batch, or none.</param>
/// <param name="Layers">Tensors of floats that carry the examples and depend on them, by name.</param>
/// <param name="Kinds">What OnnxRuntime knows of every tensor that follows from the input, by name.</param>
internal sealed record GraphProbe(ImageLayout Images, IReadOnlyDictionary<string, LayerTensor> Layers,
    IReadOnlyDictionary<string, NodeMetadata> Kinds)
{
    /// <summary>Of the largest number of a tensor, by which an image's numbers may differ alone and in a batch.</summary>
    private const double Tolerance = 1e-3;

    /// <param name="size">As the user says; null: as the graph or the images have it.</param>
    /// <param name="images">What it shall see; null: nothing is known.</param>
    /// <exception cref="InvalidFileException">OnnxRuntime refuses the graph, it takes no images, or tensors larger than memory.</exception>
    /// <exception cref="InvalidOptionsException">The size is open, or another than is said.</exception>
    public static GraphProbe Of(OnnxFile file, OnnxGraph graph, int? size, ImageSet? images)
    {
        ModelProto model = file.Proto.Clone();
        model.Graph.Output.Clear();
        string[] following = [.. graph.Nodes.SelectMany(node => node.Outputs).Where(tensor => !graph.IsConstant(tensor))];
        if (following.Length == 0) throw new InvalidFileException(file.Path, "gives nothing that follows from its input");
        model.Graph.Output.Add(following.Select(tensor => new ValueInfoProto { Name = tensor }));
        using GraphRunner runner = GraphRunner.Load(file, model, Threads.Current, trial: true);
        ImageLayout layout = ImageLayout.Of(file.Path, graph.Input.Name, runner.InputOf(graph.Input.Name), size, images);
        RequireMemory(file, runner.Outputs);
        string[] floats = [.. following.Where(tensor => graph.IsOfImages(tensor) && runner.Outputs[tensor] is { IsTensor: true,
            ElementDataType: TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16 })];

        float[] pixels = new float[layout.Features * Math.Max(2, layout.Batch ?? 2)];
        var random = new RandomSequence(0, "probed images");
        for (int i = 0; i < pixels.Length; i++) pixels[i] = random.Next(256) / 255f;
        IReadOnlyDictionary<string, LayerTensor> Found(int? batch)
            => Probe(runner, layout with { Batch = batch }, floats, pixels).ToDictionary(tensor => tensor.Name);
        IReadOnlyDictionary<string, LayerTensor> found;
        if (layout.Batch is { } fix) found = Found(fix);
        else
        {
            try
            {
                found = Found(null);
                if (!file.Proto.Graph.Output.Any(output => found.ContainsKey(output.Name)))
                    (found, layout) = (Found(1), layout with { Batch = 1 });
            }
            catch (InvalidFileException) when (layout.Batch is null)
            {
                // Says that it takes any number of images, and has that of its exporter somewhere inside.
                (found, layout) = (Found(1), layout with { Batch = 1 });
            }
        }
        return new(layout, found, runner.Outputs.ToDictionary());
    }

    private static IEnumerable<LayerTensor> Probe(GraphRunner runner, ImageLayout layout, string[] tensors, float[] pixels)
    {
        int batch = layout.Batch ?? 2;
        using OrtValue many = layout.Batched(pixels.AsSpan(0, batch * layout.Features), batch);
        using IDisposableReadOnlyCollection<OrtValue> all = runner.Run(new Dictionary<string, OrtValue> { [layout.Name] = many }, tensors);
        if (layout.Batch is { } count)
        {
            foreach (var (tensor, value) in tensors.Zip(all))
                if (Axis(value.GetTensorTypeAndShape().Shape, count) is { } axis) yield return Layer(tensor, value, axis, count);
            yield break;
        }
        // The second of the two images alone.
        using OrtValue one = layout.Batched(pixels.AsSpan(layout.Features, layout.Features), 1);
        using IDisposableReadOnlyCollection<OrtValue> each = runner.Run(new Dictionary<string, OrtValue> { [layout.Name] = one }, tensors);
        for (int i = 0; i < tensors.Length; i++)
            if (Axis(each[i].GetTensorTypeAndShape().Shape, all[i].GetTensorTypeAndShape().Shape) is { } axis
                && Layer(tensors[i], each[i], axis, 1) is var layer && IsSecond(layer, each[i], all[i])) yield return layer;
    }

    /// <summary>The dimension that counts a fixed number of examples; of one example the first of size 1, if any.</summary>
    private static int? Axis(long[] shape, int batch)
        => Array.IndexOf(shape, batch) is >= 0 and var axis ? axis : batch == 1 ? 0 : null;

    /// <summary>The only dimension that grows with the examples; the first may count something else within each example too.</summary>
    private static int? Axis(long[] one, long[] two)
    {
        if (one.Length == 0 || one.Length != two.Length) return null;
        int[] grown = [.. Enumerable.Range(0, one.Length).Where(i => one[i] != two[i])];
        return grown is [var axis] && two[axis] == 2 * one[axis] && (one[axis] == 1 || axis == 0) ? axis : null;
    }

    private static LayerTensor Layer(string tensor, OrtValue value, int axis, int batch)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        long own = info.Shape.Length == 0 ? 1 : info.Shape[axis] / batch;
        // Heads of an attention, say, that stand beside each other in one dimension with the examples.
        int[] shape = [.. info.Shape.Select(d => (int)d).Index().Where(d => d.Index != axis || own > 1)
            .Select(d => d.Index == axis ? (int)own : d.Item)];
        return new(tensor, info.ElementDataType, axis, shape);
    }

    /// <summary>Whether an image's numbers alone are those of the second of two.</summary>
    private static bool IsSecond(LayerTensor layer, OrtValue alone, OrtValue both)
    {
        float[] expected = new float[layer.Features], pair = new float[2 * layer.Features];
        TensorCopy.Examples(layer, alone, 1, expected);
        TensorCopy.Examples(layer, both, 2, pair);
        double largest = 0, apart = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            apart = Math.Max(apart, Math.Abs(expected[i] - pair[expected.Length + i]));
        }
        // Of numbers that are not finite nothing can be said.
        return !(apart > Tolerance * largest);
    }

    /// <summary>A shape is refused before anything allocates it.</summary>
    private static void RequireMemory(OnnxFile file, IReadOnlyDictionary<string, NodeMetadata> tensors)
    {
        foreach (var (name, tensor) in tensors.Where(tensor => tensor.Value.IsTensor))
        {
            double numbers = tensor.Dimensions.Aggregate(1.0, (product, size) => product * Math.Max(1, size));
            if (numbers * sizeof(float) > MachineMemory.Bytes / 4.0)
                throw new InvalidFileException(file.Path, $"gives a tensor {Foreign.Quoted(name)} of {numbers:0} numbers for an image, "
                    + "which this machine cannot hold");
        }
    }
}
