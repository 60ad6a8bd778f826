using System.Globalization;
using Strata.Analysis;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Layouts;
using Strata.Onnx.Files;
using Strata.Onnx.Graphs;
using Strata.Onnx.Layers;
using Strata.Onnx.Running;
using Strata.Runtime;

namespace Strata.Onnx;

/// <summary>An ONNX graph that was looked at and tried out: what it takes, which layers it has, what it costs.</summary>
public sealed class OnnxNetwork
{
    private OnnxNetwork(OnnxFile file, OnnxGraph graph, GraphProbe probe, GraphLayers layers, Normalization? normalization)
    {
        (File, Graph, Probe, Found, Normalization) = (file, graph, probe, layers, normalization);
        Name = Path.GetFileNameWithoutExtension(file.Path);
        MultiplyAdds = GraphCost.MultiplyAdds(graph, probe);
    }

    public string Name { get; }

    /// <summary>Version of the standard operators.</summary>
    public int Opset => File.Opset;

    /// <summary>The program that wrote it, in its own words; empty where it does not say.</summary>
    public string Producer => Foreign.Words($"{File.Proto.ProducerName} {File.Proto.ProducerVersion}".Trim());

    /// <summary>Operators.</summary>
    public int Operators => Graph.Nodes.Count;

    /// <summary>Of its input in pixels, such as 32.</summary>
    public int Height => Probe.Images.Height;

    public int Width => Probe.Images.Width;

    public int Channels => Probe.Images.Channels;

    /// <summary>Images that it takes at once; null: any number.</summary>
    public int? Batch => Probe.Images.Batch;

    /// <summary>What its images are normalised by; null: nothing.</summary>
    public Normalization? Normalization { get; }

    /// <summary>
    /// The images and every tensor of floats that carries the examples, in order of execution; <see cref="LayerInfo.IsDetail"/> marks those
    /// that are no convolution, matrix product, norm, activation, addition or answer.
    /// </summary>
    public IReadOnlyList<LayerInfo> Layers => Found.Infos;

    /// <summary>Index of the layer that classifies; null where no output has a number for each class.</summary>
    public int? Logits => Found.Logits;

    /// <summary>Numbers of its weights, those of batch norms included.</summary>
    public long WeightCount => Graph.WeightCount;

    /// <summary>For one image, by the shapes of weights and layers.</summary>
    public long MultiplyAdds { get; }

    /// <summary>Where linear probes are put: layers that end a residual branch, and those that it is added to.</summary>
    public IReadOnlyList<(LayerInfo Layer, ProbePlace Place)> Places => ProbePlaces.Of(Graph, Found);

    internal OnnxFile File { get; }

    internal OnnxGraph Graph { get; }

    internal GraphProbe Probe { get; }

    internal GraphLayers Found { get; }

    /// <summary>Whether a file is to be read as ONNX.</summary>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public static bool IsOne(string path) => OnnxFile.IsOne(path);

    /// <summary>Reads a graph and runs it on made-up images, by which its layers and their shapes are found.</summary>
    /// <param name="path">An .onnx file; weights outside of it lie beside it.</param>
    /// <param name="reading">What the user says of it; null: nothing.</param>
    /// <param name="images">What it shall see, where the graph leaves open how large they are; null: unknown.</param>
    /// <exception cref="InvalidFileException">No ONNX model of images, a damaged one, or one that OnnxRuntime refuses.</exception>
    /// <exception cref="InvalidOptionsException">The user says otherwise than the file, or not what that leaves open.</exception>
    public static OnnxNetwork Read(string path, ModelReading? reading = null, ImageSet? images = null)
    {
        reading ??= new();
        if (reading.Layout != ModelLayouts.Auto)
            throw new InvalidOptionsException($"layout: {Foreign.Path(path)} is an ONNX graph, which says itself what network it is");
        OnnxFile file = OnnxFile.Read(path);
        InferenceMode.Set(file.Proto.Graph);
        OnnxGraph graph = OnnxGraph.Of(file);
        GraphProbe probe = GraphProbe.Of(file, graph, reading.Size, images);
        Normalization? normalization = reading.NormalizationOr(Said(file));
        if (normalization?.Problem(probe.Images.Channels) is { } problem) throw new InvalidOptionsException($"normalize: {problem}");
        return new(file, graph, probe, GraphLayers.Of(file, graph, probe), normalization);
    }

    /// <summary>Why it cannot see these images, or null.</summary>
    internal string? Problem(ImageSet images)
        => Channels == images.Channels && Height == images.Height && Width == images.Width ? null
            : $"takes {Channels}×{Height}×{Width} images, but {images.Name} has {images.Channels}×{images.Height}×{images.Width}";

    /// <summary>What Strata wrote beside a network that it exported.</summary>
    private static Normalization? Said(OnnxFile file)
        => file.Proto.MetadataProps.FirstOrDefault(entry => entry.Key == Normalization.MetadataName)?.Value is { } text
            && Normalization.TryParse(text, CultureInfo.InvariantCulture, out Normalization? found) ? found : null;

    /// <summary>Which OnnxRuntime runs it.</summary>
    public static string Runtime => RuntimeLibrary.Environment.GetVersionString();
}
