using Strata.Activations;
using Strata.Engine;
using Strata.Models.Graph;
using Strata.Runtime;
using Strata.Similarity;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Analysis;

/// <summary>
/// Which residual branches a trained network can do without (P1 §5, fig. 5): within a stage they are deleted backwards from the last block,
/// the shortcuts stay, nothing is trained again.
/// </summary>
public sealed record LayerCollapse
{
    /// <summary>Of the whole network on these examples of the test split.</summary>
    public required double Accuracy { get; init; }

    public required IReadOnlyList<StageCollapse> Stages { get; init; }

    public required int Examples { get; init; }

    /// <summary>Which examples, as <see cref="ExampleOrder"/> hashes them.</summary>
    public string? ExamplesHash { get; init; }

    /// <summary>
    /// Accuracy for every stage and first deleted block. What comes before the deleted blocks is the whole network's own activation, so
    /// each batch goes through the whole network once and through what follows once for every point: some 1 + n forward passes in all for
    /// n blocks a stage.
    /// </summary>
    /// <param name="options">Over which examples; null: all.</param>
    /// <param name="batch">Images per forward pass.</param>
    /// <param name="progress">Told the share of the images that are done.</param>
    /// <exception cref="InvalidOptionsException">A network without residual connections, or an option out of range.</exception>
    public static LayerCollapse Of(TrainedModel model, CollapseOptions? options = null, int batch = 250,
        IProgress<double>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        IReadOnlyList<ResidualBranch> branches = model.Forward.Branches;
        if (branches.Count == 0)
            throw new InvalidOptionsException(
                $"{model.Name}: {model.Spec.Name} has no residual connections: without shortcuts no block can be left out");
        Curve[] curves = [.. Enumerable.Range(0, model.Spec.Blocks.Count).Select(stage =>
        {
            ResidualBranch[] within = [.. branches.Where(branch => branch.Addition.Stage == stage)];
            return new Curve(stage, [.. Deletions(model.Forward, within)],
                [.. within.Select((branch, i) => EndOf(model.Spec.Graph, branch, i + 1 < within.Length ? within[i + 1] : null))]);
        })];
        ILookup<string, Deletion> byFork = curves.SelectMany(curve => curve.Deletions).ToLookup(deletion => deletion.Fork);
        long whole = 0;

        IReadOnlyList<int> labels = model.Data.Test.Labels;
        int[] chosen = ComparedExamples.Choose(model, options.MaxExamples, seed: 0);
        for (int first = 0; first < chosen.Length; first += batch)
        {
            stop.ThrowIfCancellationRequested();
            int[] examples = chosen[first..Math.Min(first + batch, chosen.Length)];
            using DisposeScope scope = NewDisposeScope();
            Tensor logits = model.Forward.Run(model.Images(examples), (node, output) =>
            {
                foreach (Deletion deletion in byFork[node])
                {
                    using Tensor without = deletion.Rest.RunFrom(deletion.Fork, output);
                    deletion.Right += Count(without, examples, labels);
                }
            }, byFork.Contains);
            whole += Count(logits, examples, labels);
            progress?.Report((double)(first + examples.Length) / chosen.Length);
        }
        double Share(long count) => (double)count / chosen.Length;
        return new()
        {
            Accuracy = Share(whole),
            Stages = [.. curves.Select(curve
                => new StageCollapse(curve.Stage, [.. curve.Deletions.Select(deletion => Share(deletion.Right)), Share(whole)],
                    curve.Layers))],
            Examples = chosen.Length,
            ExamplesHash = ExampleOrder.Hash(model.ExamplesHash, chosen),
        };
    }

    /// <summary>The last branches of a stage deleted, from each of them on.</summary>
    private static IEnumerable<Deletion> Deletions(ForwardPass pass, ResidualBranch[] branches)
        => branches.Select((branch, first) => new Deletion(branch.Fork.Name, pass.Without(branches[first..])));

    /// <summary>The last layer behind a branch that is not behind the next one of the same block too.</summary>
    private static string EndOf(NetworkGraph graph, ResidualBranch branch, ResidualBranch? next)
    {
        // By their names: the network that runs here has no nodes that only training has, and so other indices.
        (Node addition, int end) = (branch.Addition, next?.Addition.Block == branch.Addition.Block ? graph[next!.Fork.Name].Index
            : int.MaxValue);
        return graph.LayerNodes.Last(node => node.Stage == addition.Stage && node.Block == addition.Block && node.Index <= end).Name;
    }

    /// <summary>A stage, what is left of the network after deleting its branches from the first, the second … on, and where each ends.
    /// </summary>
    private sealed record Curve(int Stage, IReadOnlyList<Deletion> Deletions, IReadOnlyList<string> Layers);

    /// <summary>A network without some branches, which differs from the whole one behind <paramref name="fork"/>.</summary>
    private sealed class Deletion(string fork, ForwardPass rest)
    {
        public string Fork => fork;

        public ForwardPass Rest => rest;

        /// <summary>Images that it classifies rightly.</summary>
        public long Right { get; set; }
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
