using Strata.Models;

namespace Strata.Studies.Planning;

/// <summary>
/// What was found of an ONNX graph when the study was planned. A plan holds it, so that who reads the plan need not open the graph.
/// </summary>
public sealed record PlannedGraph
{
    /// <summary>OnnxRuntime's own, and the parser's.</summary>
    private const long Runtime = 100_000_000;

    /// <summary>Bytes of a weight: as the file has it, as it is given to OnnxRuntime, and in the order of its kernels.</summary>
    private const int OfWeight = 5 * sizeof(float);

    /// <summary>
    /// Bytes of an image's layers that are held at once, as the runtime's graph is cut; twice, for its pools grow by doubling: 1.3 GB
    /// were measured for components of a ResNet-20 in batches of 250. And images of one run.
    /// </summary>
    private const long OfLayers = 2L << 20, Pools = 2, Run = 32;

    /// <summary>Version of the standard operators.</summary>
    public required int Opset { get; init; }

    /// <summary>The program that wrote it, in its own words.</summary>
    public required string Producer { get; init; }

    /// <summary>Images that it takes at once; null: any number.</summary>
    public required int? Batch { get; init; }

    /// <summary>Numbers of its answer; null: it has none that says a class.</summary>
    public required int? Answer { get; init; }

    /// <summary>Numbers of its weights.</summary>
    public required long Weights { get; init; }

    /// <summary>For one image.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Numbers of all layers that linear probes see; 0: it has no residual branches.</summary>
    public required long Probed { get; init; }

    public required IReadOnlyList<LayerInfo> Layers { get; init; }

    /// <summary>Bytes that a process holds beyond images and results while it runs the graph on so many of them.</summary>
    internal long PassBytes(int batch)
    {
        long all = sizeof(float) * Layers.Sum(layer => layer.Features), largest = sizeof(float) * Layers.Max(layer => layer.Features),
            pixels = sizeof(float) * Layers[0].Features;
        // When it is opened it is tried out on two images, every tensor of which is given.
        long image = 2 * pixels + Pools * Math.Min(all, OfLayers) + largest;
        return Runtime + OfWeight * Weights + 2 * all + batch * image + 4 * Run * largest;
    }

    /// <summary>Why it cannot say which class each image is of, or null.</summary>
    /// <param name="classes">Of the images.</param>
    internal string? AnswerProblem(int classes)
        => Answer is not { } numbers ? "no output has a number for each class"
            : numbers == classes ? null : $"its answer has {numbers} numbers, and the images are of {classes} classes";

    /// <summary>What in a plan cannot be, or null.</summary>
    internal string? Problem()
        => Layers.Count == 0 || Layers.Index().Any(l => l.Item is null || l.Item.Index != l.Index || l.Item.Name is null
            || l.Item.Kind is null || l.Item.Shape is null || !Fits(l.Item.Shape)) ? "its layers are none"
            : Opset < 1 || Batch < 1 || Answer < 1 || Weights < 0 || Probed < 0 || MultiplyAdds < 1 ? "its numbers are none of a graph"
            : null;

    /// <summary>Whether an array holds what a layer has of an image.</summary>
    private static bool Fits(int[] shape)
    {
        long features = 1;
        foreach (int size in shape)
        {
            if (size < 1 || size > Array.MaxLength / features) return false;
            features *= size;
        }
        return true;
    }
}
