using Strata.Models.Graph;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>What a forward pass needs to know in training beside weights and images.</summary>
/// <param name="average">How running statistics follow.</param>
/// <param name="seed">Of what is left out at random.</param>
internal sealed class TrainingMode(RunningAverage average, long seed)
{
    public RunningAverage Average => average;

    /// <summary>Rate instead of the network's own; null: its own.</summary>
    public double? Dropout { get; init; }

    /// <summary>Rate of the last branch instead of the network's own; null: its own.</summary>
    public double? StochasticDepth { get; init; }

    /// <summary>Counted from 0 over the whole training: what is left out depends on seed, step and node alone.</summary>
    public long Step { get; set; }

    /// <summary>Of what is left out by a node, 0 of one that leaves nothing out.</summary>
    public double Rate(Node node)
        => node.Operation switch
        {
            Operation.Dropout { Rate: var rate } => Dropout ?? rate,
            Operation.StochasticDepth { Rate: var rate, Share: var share } => (StochasticDepth ?? rate) * share,
            _ => 0,
        };

    /// <summary>x with entries of a mask left out at the node's rate and the others divided by what is kept.</summary>
    /// <param name="shape">Of the mask, which is spread over x.</param>
    public Tensor Drop(Node node, Tensor x, long[] shape)
    {
        double rate = Rate(node);
        if (rate <= 0) return x.alias();
        var random = new RandomSequence(seed, $"left out/{node.Name}", Step);
        float[] mask = new float[shape.Aggregate(1L, (product, size) => product * size)];
        float kept = (float)(1 / (1 - rate));
        for (int i = 0; i < mask.Length; i++) mask[i] = random.NextDouble() < rate ? 0 : kept;
        return x * TensorMemory.Of(mask, shape).to(x.dtype);
    }
}
