using Strata.Activations;
using Strata.Models;
using Strata.Runtime;
using TorchSharp;

namespace Strata.Analysis;

/// <summary>
/// How much of each ReLU's output is 0 (P1 fig. D.8): a layer between 0 and 1 is not linear on these examples. Of a GELU or SiLU, which are
/// seldom 0, what is not above 0: as with a ReLU, where its input was not.
/// </summary>
public sealed record Sparsity
{
    /// <summary>The ReLUs, GELUs and SiLUs, in order of execution, with their indices among all layers.</summary>
    public required IReadOnlyList<LayerInfo> Layers { get; init; }

    /// <summary>[layers]: the share of numbers that are 0 (ReLU) or not above 0 (GELU, SiLU) over all examples and
    /// features, in [0, 1].</summary>
    public required double[] Zeros { get; init; }

    public required int Examples { get; init; }

    /// <summary>Which examples, as <see cref="Similarity.ExampleOrder"/> hashes them.</summary>
    public string? ExamplesHash { get; init; }

    /// <summary>Whether a layer lets through what is above 0 rather than the rest.</summary>
    public static bool Rectifies(LayerInfo layer) => layer is { Kind: "relu" or "gelu" or "silu" };

    /// <param name="batch">Examples per forward pass; changes no result.</param>
    /// <param name="progress">Told the share of the examples that are done.</param>
    /// <exception cref="Runtime.StrataException">The source has no such layer.</exception>
    public static Sparsity Of(IActivationSource source, int batch = 250, IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        int[] wanted = [.. source.Layers.Where(Rectifies).Select(l => l.Index)];
        if (wanted.Length == 0) throw new Runtime.StrataException($"{source.Name}: has no layer of kind relu, gelu or silu");
        int[] all = [.. Enumerable.Range(0, source.ExampleCount)];
        var zeros = wanted.ToDictionary(layer => layer, _ => 0L);
        for (int first = 0; first < all.Length; first += batch)
        {
            stop.ThrowIfCancellationRequested();
            int examples = Math.Min(batch, all.Length - first);
            source.Visit(all.AsSpan(first, examples), wanted, (layer, output) =>
            {
                using torch.Tensor numbers = TensorOutput.Of(output);
                using torch.Tensor closed = source.Layers[layer].Kind == "relu" ? numbers.eq(TensorSums.Zero) : numbers.le(TensorSums.Zero);
                using torch.Tensor count = torch.count_nonzero(closed);
                zeros[layer] += count.item<long>();
            });
            progress?.Report((double)(first + examples) / all.Length);
        }
        LayerInfo[] layers = [.. wanted.Select(layer => source.Layers[layer])];
        return new()
        {
            Layers = layers,
            Zeros = [.. layers.Select(l => zeros[l.Index] / ((double)l.Features * all.Length))],
            Examples = all.Length,
            ExamplesHash = Similarity.ExampleOrder.Hash(source.ExamplesHash, all)
        };
    }
}
