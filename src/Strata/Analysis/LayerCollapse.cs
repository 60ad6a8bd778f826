using Strata.Activations;
using Strata.Models;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Analysis;

/// <summary>
/// Which residual branches a trained network can do without (P1 §5, fig. 5): within a stage they are deleted backwards from the last block,
/// the shortcuts stay, nothing is trained again.
/// </summary>
public sealed record LayerCollapse
{
    /// <summary>Of the whole network on the test split.</summary>
    public required double Accuracy { get; init; }

    public required IReadOnlyList<StageCollapse> Stages { get; init; }

    public required int Examples { get; init; }

    /// <summary>Which examples, as <see cref="Similarity.ExampleOrder"/> hashes them.</summary>
    public string? ExamplesHash { get; init; }

    /// <summary>
    /// Accuracy for every stage and first deleted block. What comes before the deleted blocks is the whole network's own activation, so
    /// each batch goes through the whole network once and through the later stages once for every point: 1 + n forward passes in all for n
    /// blocks a stage.
    /// </summary>
    /// <param name="batch">Images per forward pass.</param>
    /// <param name="progress">Told the share of the images that are done.</param>
    /// <exception cref="InvalidOptionsException">A network without residual connections.</exception>
    public static LayerCollapse Of(TrainedModel model, int batch = 250, IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        if (model.Spec is not ResNetCifar { Residual: true } spec)
            throw new InvalidOptionsException(
                $"{model.Name}: {model.Spec.Name} has no residual connections: without shortcuts no block can be left out");
        int stages = spec.Blocks.Count;
        long[][] right = [.. spec.Blocks.Select(count => new long[count + 1])];
        long whole = 0;
        // The layers after which a stage may end: its input, and the output of each of its blocks.
        var ends = new Dictionary<int, (int Stage, int Blocks)>();
        int[] inputs = new int[stages];
        int last = spec.Layers.First(l => l.Name == "stem.relu").Index;
        for (int stage = 0; stage < stages; stage++)
        {
            inputs[stage] = last;
            foreach (LayerInfo output in spec.Layers.Where(l => l.Stage == stage && l.Name.EndsWith(".relu2", StringComparison.Ordinal)))
                last = output.Index;
            foreach (LayerInfo output in spec.Layers.Where(l => l.Stage == stage && l.Block < spec.Blocks[stage] - 1
                && l.Name.EndsWith(".relu2", StringComparison.Ordinal))) ends[output.Index] = (stage, output.Block!.Value + 1);
        }

        IReadOnlyList<int> labels = model.Data.Test.Labels;
        int[] all = [.. Enumerable.Range(0, model.ExampleCount)];
        for (int first = 0; first < all.Length; first += batch)
        {
            stop.ThrowIfCancellationRequested();
            int[] examples = all[first..Math.Min(first + batch, all.Length)];
            using DisposeScope scope = NewDisposeScope();
            Tensor logits = model.Forward.Run(model.Images(examples), (layer, output) =>
            {
                for (int stage = 0; stage < stages; stage++)
                {
                    if (inputs[stage] != layer || spec.Blocks[stage] == 0) continue;
                    using Tensor shortcut = model.Forward.Shortcut(stage, output);
                    right[stage][0] += Right(model, stage + 1, shortcut, examples, labels);
                }
                if (ends.TryGetValue(layer, out var end))
                    right[end.Stage][end.Blocks] += Right(model, end.Stage + 1, output, examples, labels);
            });
            whole += Count(logits, examples, labels);
            progress?.Report((double)(first + examples.Length) / all.Length);
        }
        double Share(long count) => (double)count / all.Length;
        return new()
        {
            Accuracy = Share(whole),
            Stages = [.. right.Select((counts, stage) => new StageCollapse(stage, [.. counts[..^1].Select(Share), Share(whole)]))],
            Examples = all.Length,
            ExamplesHash = Similarity.ExampleOrder.Hash(model.ExamplesHash, all),
        };
    }

    private static int Right(TrainedModel model, int stage, Tensor input, int[] examples, IReadOnlyList<int> labels)
    {
        using Tensor logits = model.Forward.RunFrom(stage, input);
        return Count(logits, examples, labels);
    }

    private static int Count(Tensor logits, int[] examples, IReadOnlyList<int> labels)
    {
        ReadOnlySpan<float> values = TensorMemory.Span<float>(logits);
        int classes = values.Length / examples.Length, right = 0;
        for (int i = 0; i < examples.Length; i++)
            if (TrainedModel.Predicted(values.Slice(i * classes, classes)) == labels[examples[i]]) right++;
        return right;
    }
}
