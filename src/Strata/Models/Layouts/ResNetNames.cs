using System.Globalization;
using System.Text.RegularExpressions;
using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Models.Layouts;

/// <summary>
/// The names that PyTorch's ResNets share: <c>conv1 bn1 layerS.B.convN layerS.B.bnN layerS.B.SHORTCUT.0/1 HEAD</c>, with words of their
/// own for the shortcut and the head.
/// </summary>
internal sealed partial class ResNetNames
{
    private const int MostStages = 8;

    private readonly LayoutTensors _tensors;
    private readonly string _shortcut, _head;

    private ResNetNames(LayoutTensors tensors, string shortcut, string head)
    {
        (_tensors, _shortcut, _head) = (tensors, shortcut, head);
        Blocks = [.. Enumerable.Range(1, MostStages).Select(stage => tensors.Count($"layer{stage}.")).TakeWhile(count => count > 0)];
    }

    /// <summary>Null where the names are others.</summary>
    /// <param name="heads">Words for the head that may occur.</param>
    public static ResNetNames? Of(LayoutTensors tensors, string shortcut, params string[] heads)
        => tensors.Has("conv1.weight") && tensors.Has("layer1.0.conv1.weight")
            && heads.FirstOrDefault(head => tensors.Has($"{head}.weight")) is { } head ? new(tensors, shortcut, head) : null;

    /// <summary>Of each stage.</summary>
    public int[] Blocks { get; }

    public int Classes => _tensors.Size($"{_head}.weight", 0);

    public int Channels => _tensors.Size("conv1.weight", 1);

    /// <summary>Filters of the stem.</summary>
    public int Filters => _tensors.Size("conv1.weight", 0);

    /// <summary>Height and width of the stem's kernel.</summary>
    public int Kernel => _tensors.Size("conv1.weight", ^1);

    public bool HasBottlenecks => _tensors.Has("layer1.0.conv3.weight");

    /// <summary>Whether shortcuts into another shape have weights.</summary>
    public bool HasProjections => _tensors.Has($"layer2.0.{_shortcut}.0.weight");

    /// <summary>Three stages on small images (<see cref="ResNetCifar"/>).</summary>
    /// <exception cref="InvalidOptionsException">None that the family has.</exception>
    public ModelSpec Small(int size)
    {
        if (Blocks.Length != 3) throw new InvalidOptionsException($"blocks: {Blocks.Length} stages, such networks have three");
        if (HasBottlenecks) throw new InvalidOptionsException("blocks: three stages of bottlenecks are no network that is known here");
        FamilyValues values = FamilyValues.Of(6 * Blocks.Max() + 2, Filters / 16.0).With("bnEps", 1e-5)
            .With("bias", _tensors.Has("conv1.bias")).With("shortcut", HasProjections ? "normalized" : "padding");
        return ModelSpec.Create("resnet-cifar", values, new(Channels, size), Classes).WithBlocks(Blocks);
    }

    /// <summary>Four stages (<see cref="ResNetImageNet"/>), with a stem for large or for small images.</summary>
    /// <exception cref="InvalidOptionsException">None that the family has.</exception>
    public ModelSpec Large(int size)
    {
        FamilyValues values = FamilyValues.None.With("width", 1.0).With("scale", Filters / 64.0)
            .With("block", HasBottlenecks ? "bottleneck" : "basic").With("stem", Kernel == 3 ? "small" : "imagenet");
        int depth = Blocks.Sum() * (HasBottlenecks ? 3 : 2) + 2;
        foreach (string varies in new[] { "third", "published", "all" })
        {
            FamilyValues tried = values.With("depth", depth).With("varies", varies);
            if (ResNetImageNet.Blocks(tried)?.SequenceEqual(Blocks) != true) continue;
            return ModelSpec.Create("resnet-imagenet", tried, new(Channels, size), Classes);
        }
        throw new InvalidOptionsException($"blocks: [{string.Join(", ", Blocks)}] of {(HasBottlenecks ? "bottlenecks" : "basic blocks")} "
            + "are no ResNet that is known here; ResNet-18, 34, 50, 101 and 152 are, and others with [3, 4, b, 3] blocks");
    }

    /// <summary>What these names call a tensor of <see cref="Small"/>.</summary>
    public string OfSmall(string name)
    {
        string plain = name.Replace("stem.", "", StringComparison.Ordinal) is var inner && inner != name
            ? inner.Replace("conv.", "conv1.", StringComparison.Ordinal).Replace("bn.", "bn1.", StringComparison.Ordinal)
            : name.Replace(".projection.bn.", $".{_shortcut}.1.", StringComparison.Ordinal)
                .Replace(".projection.", $".{_shortcut}.0.", StringComparison.Ordinal);
        if (plain.StartsWith("head.", StringComparison.Ordinal)) return _head + plain["head".Length..];
        return Stage().Replace(plain, stage => $"layer{1 + int.Parse(stage.Groups[1].Value, CultureInfo.InvariantCulture)}.");
    }

    /// <summary>What these names call a tensor of <see cref="Large"/>.</summary>
    public string OfLarge(string name)
        => name.StartsWith("fc.", StringComparison.Ordinal) ? _head + name["fc".Length..]
            : name.Replace(".downsample.", $".{_shortcut}.", StringComparison.Ordinal);

    [GeneratedRegex(@"^stages\.(\d+)\.")]
    private static partial Regex Stage();
}
