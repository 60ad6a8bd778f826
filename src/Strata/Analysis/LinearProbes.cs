using System.Diagnostics;
using Strata.Activations;
using Strata.Data;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Analysis;

/// <summary>
/// Linear probes on the frozen layers of one model (P1 fig. 4): a dense layer without regularisation on each, in inference mode, trained on
/// the model's own training images. All learn together from one forward pass per batch, each from its layer's output as it goes by.
/// </summary>
public static class LinearProbes
{
    private const int TestBatch = 250;

    private static readonly TimeSpan s_saveEvery = TimeSpan.FromSeconds(10), s_tellEvery = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Every addition and the last layer of the branch before it; without residual connections, every block's last layer and the one
    /// before. Where an addition is no layer of its own, what alone goes on with it stands for it.
    /// </summary>
    public static IReadOnlyList<(LayerInfo Layer, ProbePlace Place)> Places(ModelSpec model)
    {
        ArgumentNullException.ThrowIfNull(model);
        NetworkGraph graph = model.Graph;
        IEnumerable<(LayerInfo? Before, LayerInfo? After)> places = graph.Branches.Count > 0
            ? graph.Branches.Select(branch => (branch.Nodes.LastOrDefault(node => node.IsLayer) is { } last ? graph.LayerOf(last) : null,
                graph.LayerOf(branch.Addition)))
            : graph.Layers.Where(layer => layer.Block is not null).GroupBy(layer => (layer.Stage, layer.Block))
                .Where(block => block.Count() > 1).Select(block => ((LayerInfo?)block.SkipLast(1).Last(), (LayerInfo?)block.Last()));
        return [.. places.SelectMany(place => new[] { (place.Before, ProbePlace.PreResidual), (place.After, ProbePlace.PostResidual) })
            .Where(place => place.Item1 is not null).Select(place => (place.Item1!, place.Item2))];
    }

    /// <summary>
    /// Trains all probes. Order and augmentation of an epoch depend on seed and epoch alone, so a training that was stopped or killed and
    /// goes on from its state ends in the same bits. Memory: the model's own activations, and two matrices [classes, features] for each
    /// layer, three with early stopping.
    /// </summary>
    /// <param name="state">File that keeps what was learned so far, or null; one of other options, images or weights is not used.</param>
    /// <exception cref="InvalidOptionsException">Options that do not fit.</exception>
    /// <exception cref="StrataException">The model has no blocks to probe.</exception>
    /// <exception cref="OperationCanceledException">Stopped after a step; everything up to it is saved.</exception>
    public static ProbeResults Train(TrainedModel model, ProbeOptions options, string? state = null,
        IProgress<ProbeProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<(LayerInfo Layer, ProbePlace Place)> places = Places(model.Spec);
        return places.Count > 0 ? Train(model, places, options, state, progress, stop)
            : throw new StrataException($"{model.Name}: has no blocks to probe");
    }

    internal static ProbeResults Train(
        IImageNetwork model, IReadOnlyList<(LayerInfo Layer, ProbePlace Place)> places, ProbeOptions options, string? state,
        IProgress<ProbeProgress>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        ImageSet data = model.Data;
        options.Validate(model.Name, model.Classes, data);
        int[] subset = Subsets.Choose(data.Train, data.Classes.Count, options.Fraction, options.Subset, options.Seed);
        int[] heldOut = options.Patience > 0 ? HoldOut(data.Train, ref subset, options.Seed) : [];
        int steps = subset.Length / options.Batch;
        using var loader = new BatchLoader(data, data.Train, model.Normalization);
        var probes = places.ToDictionary(p => p.Layer.Index, p => new LinearProbe(p.Layer.Features, data.Classes.Count));
        try
        {
            var saved = new ProbeState(state, model, options, probes);
            ProbePlaceInTime at = saved.Load(steps);
            long lastSaved = Stopwatch.GetTimestamp(), told = lastSaved;
            double begun = at.Epoch + (double)at.Step / steps, before = at.Seconds;
            var clock = Stopwatch.StartNew();
            for (; at.Epoch < options.Epochs && !probes.Values.All(p => p.Stopped || p.Problem is not null);
                at = at with { Epoch = at.Epoch + 1, Step = 0 })
            {
                if (at.Step == 0)
                    foreach (LinearProbe probe in probes.Values) probe.BeginEpoch();
                foreach (Batch batch in loader.Epoch(subset, options.Batch, options.Augment, options.Seed, at.Epoch + 1, at.Step))
                {
                    Learn(model, probes, batch, options);
                    at = at with { Step = at.Step + 1, Seconds = before + clock.Elapsed.TotalSeconds };
                    if (stop.IsCancellationRequested || Stopwatch.GetElapsedTime(lastSaved) > s_saveEvery)
                    {
                        saved.Save(at);
                        stop.ThrowIfCancellationRequested();
                        lastSaved = Stopwatch.GetTimestamp();
                    }
                    if (progress is null || Stopwatch.GetElapsedTime(told) < s_tellEvery) continue;
                    told = Stopwatch.GetTimestamp();
                    double done = at.Epoch + (double)at.Step / steps;
                    progress.Report(new(done, options.Epochs, (done - begun) * steps * options.Batch / clock.Elapsed.TotalSeconds, begun));
                }
                if (heldOut.Length > 0) EndEpoch(model, loader, probes, heldOut, at.Epoch + 1, options.Patience);
            }
            // What was learned is safe whatever stops the test of it.
            saved.Save(at);
            ProbeResults results = Results(model, places, probes, options, (long)steps * options.Batch, heldOut.Length, at.Seconds, stop);
            saved.Delete();
            return results;
        }
        finally
        {
            foreach (LinearProbe probe in probes.Values) probe.Dispose();
        }
    }

    private static void Learn(IImageNetwork model, Dictionary<int, LinearProbe> probes, Batch batch, ProbeOptions options)
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor logits = model.Show(batch.Images, probes.Keys,
            (layer, output) => probes[layer].Learn(output, batch.Labels, options.LearningRate, options.Momentum));
    }

    /// <summary>Takes a class-balanced tenth off the subset.</summary>
    private static int[] HoldOut(Examples train, ref int[] subset, long seed)
    {
        int[] all = subset, at = BalancedChoice.Of([.. all.Select(i => train.Labels[i])], ProbeOptions.HeldOut(all.Length), seed);
        int[] heldOut = [.. at.Select(i => all[i])];
        subset = [.. all.Except(heldOut)];
        return heldOut;
    }

    private static void EndEpoch(IImageNetwork model, BatchLoader loader, Dictionary<int, LinearProbe> probes, int[] heldOut, int epoch,
        int patience)
    {
        var losses = probes.Keys.ToDictionary(layer => layer, _ => 0.0);
        foreach (int[] indices in heldOut.Chunk(TestBatch))
        {
            using DisposeScope scope = NewDisposeScope();
            using Batch batch = loader.Load(indices);
            model.Show(batch.Images, probes.Keys, (layer, output) =>
            {
                if (!probes[layer].Stopped) losses[layer] += probes[layer].LossOf(output, batch.Labels);
            });
        }
        foreach ((int layer, LinearProbe probe) in probes) probe.EndEpoch(epoch, losses[layer] / heldOut.Length, patience);
    }

    private static ProbeResults Results(
        IImageNetwork model, IReadOnlyList<(LayerInfo Layer, ProbePlace Place)> places, Dictionary<int, LinearProbe> probes,
        ProbeOptions options, long seen, int heldOut, double seconds, CancellationToken stop)
    {
        foreach (LinearProbe probe in probes.Values) probe.Finish();
        var right = probes.Keys.ToDictionary(layer => layer, _ => 0L);
        using var loader = new BatchLoader(model.Data, model.Data.Test, model.Normalization);
        int[] all = [.. Enumerable.Range(0, model.ExampleCount)];
        long own = 0;
        for (int first = 0; first < all.Length; first += TestBatch)
        {
            stop.ThrowIfCancellationRequested();
            int[] examples = all[first..Math.Min(first + TestBatch, all.Length)],
                labels = [.. examples.Select(i => model.Data.Test.Labels[i])];
            using Batch batch = loader.Load(examples);
            using Tensor logits = model.Show(batch.Images, probes.Keys,
                (layer, output) => right[layer] += probes[layer].Test(output, labels));
            ReadOnlySpan<float> values = TensorMemory.Span<float>(logits);
            for (int i = 0; i < labels.Length; i++)
                if (TrainedModel.Predicted(values.Slice(i * model.Classes, model.Classes)) == labels[i]) own++;
        }
        LayerProbe Probe(LayerInfo layer, ProbePlace place)
        {
            LinearProbe probe = probes[layer.Index];
            return probe.Problem is { } reason
                ? new() { Layer = layer, Place = place, Reason = reason }
                : new()
                {
                    Layer = layer,
                    Place = place,
                    TestAccuracy = (double)right[layer.Index] / all.Length,
                    TrainAccuracy = (double)probe.Right / seen,
                    Loss = probe.Loss / seen,
                    BestEpoch = probe.Best?.Epoch
                };
        }
        return new()
        {
            Probes = [.. places.Select(p => Probe(p.Layer, p.Place))],
            ModelAccuracy = (double)own / all.Length,
            TrainExamples = (int)seen,
            HeldOutExamples = heldOut,
            TestExamples = all.Length,
            ExamplesHash = Similarity.ExampleOrder.Hash(model.ExamplesHash, all),
            Seconds = seconds,
            Warnings = options.Epochs < 50
                ? [$"probes were trained for {options.Epochs} epoch{(options.Epochs == 1 ? "" : "s")}, where the papers train them for "
                    + "300: accuracies of wide layers may still rise"] : [],
        };
    }
}
