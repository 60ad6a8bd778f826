using Microsoft.ML.OnnxRuntime;
using Strata.Onnx.Files;
using Strata.Onnx.Graphs;
using Strata.Onnx.Layers;
using Strata.Runtime;

namespace Strata.Onnx.Running;

/// <summary>Runs a graph on batches and shows layers; what is loaded for that stays until it is disposed of.</summary>
internal sealed class OpenGraph(OnnxFile file, OnnxGraph graph, GraphProbe probe) : IDisposable
{
    /// <summary>Images of one run, where the graph takes any number.</summary>
    private const int Images = 32;

    private readonly Lock _loading = new();
    private readonly List<(int Threads, HashSet<string> Layers, IReadOnlyList<Segment> Segments)> _cuts = [];

    /// <param name="pixels">[n, ...] in the order that the graph takes.</param>
    /// <param name="count">Images.</param>
    /// <param name="layers">Wanted, in order of execution.</param>
    /// <param name="show">Called for each layer in order, with what every run gave and its number of images.</param>
    public void Run(float[] pixels, int count, IReadOnlyList<LayerTensor> layers,
        Action<LayerTensor, IReadOnlyList<(OrtValue Value, int Images)>> show)
    {
        HashSet<string> wanted = [.. layers.Select(layer => layer.Name)];
        if (wanted.Count == 0) return;
        int step = probe.Images.Batch ?? Images;
        // A graph of a fixed batch gets the first image again where there are too few.
        (int First, int Count)[] runs = [.. Enumerable.Range(0, (count + step - 1) / step)
            .Select(i => (i * step, Math.Min(step, count - i * step)))];
        var held = new Dictionary<string, OrtValue>[runs.Length];
        try
        {
            for (int r = 0; r < runs.Length; r++) held[r] = new() { [probe.Images.Name] = Take(pixels, runs[r].First, runs[r].Count) };
            foreach (Segment segment in Cut(layers, wanted))
            {
                string[] outputs = [.. segment.Layers.Select(layer => layer.Name).Where(wanted.Contains).Union(segment.Passed)];
                if (outputs.Length == 0) continue;
                foreach (Dictionary<string, OrtValue> values in held)
                {
                    // Its values are disposed of one by one, as nobody needs them any more.
                    IReadOnlyList<OrtValue> given = segment.Runner.Run(segment.Inputs.ToDictionary(name => name, name => values[name]),
                        outputs);
                    foreach (var (name, value) in outputs.Zip(given)) values[name] = value;
                }
                foreach (LayerTensor layer in segment.Layers.Where(layer => wanted.Contains(layer.Name)))
                {
                    show(layer, [.. held.Zip(runs, (values, run) => (values[layer.Name], probe.Images.Batch ?? run.Count))]);
                    if (!segment.Passed.Contains(layer.Name)) Drop(layer.Name);
                }
                foreach (string done in segment.Done) Drop(done);
            }
        }
        finally
        {
            foreach (OrtValue value in held.Where(values => values is not null).SelectMany(values => values.Values)) value.Dispose();
        }

        void Drop(string name)
        {
            foreach (Dictionary<string, OrtValue> values in held)
                if (values.Remove(name, out OrtValue? value)) value.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (Segment segment in _cuts.SelectMany(cut => cut.Segments)) segment.Dispose();
        _cuts.Clear();
    }

    private OrtValue Take(float[] pixels, int first, int count)
    {
        int features = probe.Images.Features, batch = probe.Images.Batch ?? count;
        if (batch == count) return probe.Images.Batched(pixels.AsSpan(first * features, count * features), count);
        float[] padded = new float[batch * features];
        for (int i = 0; i < batch; i++)
            pixels.AsSpan((first + (i < count ? i : 0)) * features, features).CopyTo(padded.AsSpan(i * features));
        return probe.Images.Batched(padded, batch);
    }

    /// <summary>One that gives all of these layers, if more: an analysis that is done with some must not load everything anew.</summary>
    private IReadOnlyList<Segment> Cut(IReadOnlyList<LayerTensor> layers, HashSet<string> wanted)
    {
        lock (_loading)
        {
            int threads = Threads.Current;
            foreach (var cut in _cuts)
                if (cut.Threads == threads && wanted.IsSubsetOf(cut.Layers)) return cut.Segments;
            IReadOnlyList<Segment> segments = Segments.Cut(file, graph, probe, layers, threads);
            _cuts.Add((threads, wanted, segments));
            return segments;
        }
    }
}
