using System.Text.Json;
using Strata.Models.Graph;
using Strata.Runtime;

namespace Strata.Models;

/// <summary>
/// ResNet v1 with basic blocks for small images (He et al. 2016 §4.2, in the form of P1: convolutions with bias, a strided 1×1 projection
/// without batch norm where the shape changes, filters round(16 w), twice and four times that in the three stages).
/// </summary>
public sealed record ResNetCifar : ModelSpec
{
    public const string FamilyName = "resnet-cifar";

    private readonly Lazy<NetworkGraph> _graph;

    private ResNetCifar(int depth, double width, int[] blocks, int classes, int channels, int size, bool residual, double batchNormEpsilon)
    {
        (Depth, Width, Blocks, Classes, Channels, Size, Residual, BatchNormEpsilon) = (depth, width, blocks, classes, channels, size,
            residual, batchNormEpsilon);
        _graph = new(() => ResNetCifarGraph.Of(this));
    }

    /// <summary>Depth d = 6n + 2 with n blocks in each stage.</summary>
    /// <exception cref="InvalidOptionsException">A value outside the family; every problem at once.</exception>
    public static ResNetCifar Create(int depth, double width, int classes, int channels, int size, bool residual = true)
    {
        int n = (depth - 2) / 6;
        var problems = ShapeProblems(width, classes, channels, size).ToList();
        problems.InsertRange(0, DepthProblems(depth));
        if (problems.Count > 0) throw new InvalidOptionsException(problems);
        return new(depth, width, [n, n, n], classes, channels, size, residual, 1e-3);
    }

    /// <summary>Reads what <see cref="Metadata"/> wrote; blocks may differ between stages, as in a pruned network.</summary>
    /// <exception cref="InvalidOptionsException">A missing or impossible value.</exception>
    public static ResNetCifar FromMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        var values = new MetadataReader(metadata);
        int depth = values.Integer("depth"), classes = values.Integer("classes"), channels = values.Integer("channels"),
            size = values.Integer("size");
        double width = values.Number("width"), epsilon = values.Number("bn_eps", 1e-3);
        bool residual = values.Boolean("residual", true);
        int[] blocks = values.Integers("blocks");
        var problems = values.Problems.ToList();
        if (problems.Count == 0)
        {
            problems.AddRange(DepthProblems(depth));
            problems.AddRange(ShapeProblems(width, classes, channels, size));
            problems.AddRange(BlockProblems(blocks, residual));
            if (!(epsilon is > 0 and < 1)) problems.Add($"bn_eps: {epsilon} is not between 0 and 1");
        }
        if (problems.Count > 0) throw new InvalidOptionsException(problems);
        return new(depth, width, blocks, classes, channels, size, residual, epsilon);
    }

    /// <summary>
    /// The same network with other numbers of blocks; a stage after the first without blocks is its projection and a ReLU.
    /// </summary>
    /// <exception cref="InvalidOptionsException">Not three counts, or a network without residual connections that would lose a change of
    /// shape.</exception>
    public ResNetCifar WithBlocks(IReadOnlyList<int> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        string[] problems = [.. BlockProblems(blocks, Residual)];
        return problems.Length == 0 ? new(Depth, Width, [.. blocks], Classes, Channels, Size, Residual, BatchNormEpsilon)
            : throw new InvalidOptionsException(problems);
    }

    private static IEnumerable<string> DepthProblems(int depth)
    {
        if (depth is < 8 or > 1202 || (depth - 2) % 6 != 0)
            yield return $"depth: {depth} is not 6n + 2 for a whole n from 1 to 200, such as 14, 20, 26, 32, 38, 44, 56, 110 or 164";
    }

    private static IEnumerable<string> BlockProblems(IReadOnlyList<int> blocks, bool residual)
    {
        if (blocks.Count != 3 || blocks.Any(b => b is < 0 or > 200))
            yield return $"blocks: [{string.Join(", ", blocks)}] is not three counts from 0 to 200";
        else if (!residual && blocks.Skip(1).Contains(0))
            yield return
                $"blocks: [{string.Join(", ", blocks)}] leaves a stage without blocks, and without residual connections nothing else "
                + "changes the shape";
    }

    private static IEnumerable<string> ShapeProblems(double width, int classes, int channels, int size)
    {
        if (!(width is >= 0.0625 and <= 64)) yield return $"width: {width} is not a multiplier from 0.0625 to 64";
        if (classes is < 2 or > 100_000) yield return $"classes: {classes} is not from 2 to 100000";
        if (channels is < 1 or > 64) yield return $"channels: {channels} is not from 1 to 64";
        if (size is < 8 or > 64) yield return $"size: {size} pixels is not from 8 to 64";
    }

    /// <summary>Stem, convolutions of the blocks and dense layer as built; of a pruned network, those of the original.</summary>
    public int Depth { get; }

    /// <summary>Multiplier of all filter counts.</summary>
    public double Width { get; }

    /// <summary>Residual blocks in each of the three stages.</summary>
    public IReadOnlyList<int> Blocks { get; }

    /// <summary>False: the residual branch goes straight on, without additions and projections (P1 fig. C.1).</summary>
    public bool Residual { get; }

    public double BatchNormEpsilon { get; }

    public override string Family => FamilyName;
    public override int Classes { get; }
    public override int Channels { get; }
    public override int Size { get; }

    /// <summary>Such as <c>resnet38-1x</c>; of a pruned network with its blocks, such as <c>resnet38-1x-6.3.6</c>.</summary>
    public override string Name
        => $"{(Residual ? "resnet" : "cnn")}{Depth}-{Width:0.####}x"
            + (Blocks.All(b => b == (Depth - 2) / 6) ? "" : $"-{string.Join('.', Blocks)}");

    public override NetworkGraph Graph => _graph.Value;

    public override ModelSpec Shallow => Depth > 14 ? Create(14, Width, Classes, Channels, Size, Residual) : this;

    /// <summary>Filters in a stage, from 0.</summary>
    public int Filters(int stage) => (int)Math.Round(16 * Width, MidpointRounding.AwayFromZero) << stage;

    /// <summary>Whether a block halves the image: the first of stages 1 and 2.</summary>
    public static bool Downsamples(int stage, int block) => stage > 0 && block == 0;

    public override IReadOnlyDictionary<string, string> Metadata => new Dictionary<string, string>
    {
        ["family"] = Family,
        ["depth"] = $"{Depth}",
        ["width"] = $"{Width:R}",
        ["classes"] = $"{Classes}",
        ["channels"] = $"{Channels}",
        ["size"] = $"{Size}",
        ["residual"] = Residual ? "true" : "false",
        ["blocks"] = JsonSerializer.Serialize(Blocks),
        ["bn_eps"] = $"{BatchNormEpsilon:R}",
    };

    public bool Equals(ResNetCifar? other) => other is not null && Metadata.SequenceEqual(other.Metadata);

    public override int GetHashCode() => HashCode.Combine(Depth, Width, Classes, Channels, Size, Residual, BatchNormEpsilon);
}
