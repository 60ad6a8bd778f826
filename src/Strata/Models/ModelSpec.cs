using System.Text.Json;
using Strata.Models.Families;
using Strata.Models.Graph;
using Strata.Runtime;

namespace Strata.Models;

/// <summary>
/// Everything that decides a network's shape: a family and the values of its options, what it takes in and gives out, and how many blocks
/// pruning left. It is what a weights file carries as metadata and what a study asks for.
/// </summary>
public sealed record ModelSpec
{
    /// <summary>Numbers of an image, and of a network, beyond which sums of them no longer fit.</summary>
    private const int MostClasses = 100_000, MostChannels = 64;

    private readonly FamilyValues _values;
    private readonly int[] _built;
    private readonly Lazy<NetworkGraph> _graph;

    private ModelSpec(IModelFamily family, FamilyValues values, ImageShape images, int classes, NetworkGraph whole, int[] built,
        int[] blocks)
    {
        (Family, _values, Images, Classes, _built, Blocks) = (family, values, images, classes, built, blocks);
        _graph = new(() => blocks.SequenceEqual(built) ? whole : whole.WithBlocks(blocks));
        Metadata = Describe();
    }

    /// <param name="family">Its name.</param>
    /// <param name="values">What is not given has its default.</param>
    /// <exception cref="InvalidOptionsException">An unknown family, or values outside it; every problem at once.</exception>
    public static ModelSpec Create(string family, FamilyValues values, ImageShape images, int classes)
        => Create(ModelFamilies.Named(family), values, images, classes, null, []);

    /// <summary>What is wrong with the values, whatever the images are; every problem at once.</summary>
    public static IReadOnlyList<string> Problems(IModelFamily family, FamilyValues values)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(values);
        var problems = new List<string>();
        FamilyValues settled = values.Settle(family, problems);
        problems.AddRange(family.Problems(settled, images: null));
        return problems;
    }

    /// <summary>Reads what <see cref="Metadata"/> wrote; blocks may be fewer than the family builds, as in a pruned network.</summary>
    /// <exception cref="InvalidOptionsException">An unknown family, or missing or impossible values.</exception>
    public static ModelSpec FromMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (!metadata.TryGetValue("family", out string? name))
            throw new InvalidOptionsException("metadata 'family' is missing: not a model that Strata wrote");
        IModelFamily family = ModelFamilies.Named(name);
        var read = new MetadataReader(metadata);
        FamilyValues values = FamilyValues.None;
        foreach (FamilyOption option in family.Options)
            if (read.Value(option) is { } value) values = values.With(option.Name, value);
        int classes = read.Integer("classes");
        var images = new ImageShape(read.Integer("channels"), read.Integer("size"));
        int[]? blocks = read.Integers("blocks");
        if (read.Problems.Count > 0) throw new InvalidOptionsException(read.Problems);
        return Create(family, values, images, classes, blocks, []);
    }

    private static ModelSpec Create(
        IModelFamily family, FamilyValues values, ImageShape images, int classes, IReadOnlyList<int>? blocks, List<string> problems)
    {
        ArgumentNullException.ThrowIfNull(values);
        values = values.Settle(family, problems);
        problems.AddRange(family.Problems(values, images));
        if (classes is < 2 or > MostClasses) problems.Add($"classes: {classes} is not from 2 to {MostClasses}");
        if (images.Channels is < 1 or > MostChannels) problems.Add($"channels: {images.Channels} is not from 1 to {MostChannels}");
        if (problems.Count > 0) throw new InvalidOptionsException(problems);

        NetworkGraph whole = family.Build(values, images, classes);
        int[] built = BlocksOf(whole);
        var spec = new ModelSpec(family, values, images, classes, whole, built, built);
        return blocks is null || blocks.SequenceEqual(built) ? spec : spec.WithBlocks(blocks);
    }

    /// <summary>The same network with fewer blocks: of every stage the first ones.</summary>
    /// <exception cref="InvalidOptionsException">Not one count for each stage, more than there are, or blocks that cannot go.</exception>
    public ModelSpec WithBlocks(IReadOnlyList<int> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        NetworkGraph whole = Family.Build(_values, Images, Classes);
        if (blocks.Count != _built.Length || blocks.Where((count, stage) => count < 0 || count > _built[stage]).Any())
            throw new InvalidOptionsException($"blocks: [{string.Join(", ", blocks)}] is not {_built.Length} counts from 0 to "
                + (_built.Distinct().Count() == 1 ? $"{_built[0]}" : $"[{string.Join(", ", _built)}]"));
        Node? stuck = whole.Nodes.FirstOrDefault(node => node.Block is { } block && block >= blocks[node.Stage!.Value]
            && !whole.Branches.Any(branch => branch.Addition.Stage == node.Stage && branch.Addition.Block == block));
        if (stuck is not null)
            throw new InvalidOptionsException(
                $"blocks: [{string.Join(", ", blocks)}] leaves out block {stuck.Block} of stage {stuck.Stage}, "
                + "which no residual connection goes around");
        return new(Family, _values, Images, Classes, whole, _built, [.. blocks]);
    }

    public IModelFamily Family { get; }

    /// <summary>The first option of every family: its number of layers or blocks, as the family counts them; of a pruned network, those of
    /// the original.</summary>
    public int Depth => _values.Whole("depth");

    /// <summary>The second option of every family, as the family measures it.</summary>
    public double Width => _values.Number("width");

    /// <summary>The value of one of the family's options.</summary>
    public object this[FamilyOption option] => _values.Find(option.Name)!;

    public ImageShape Images { get; }

    public int Classes { get; }

    /// <summary>Input channels.</summary>
    public int Channels => Images.Channels;

    /// <summary>Height and width of the input in pixels.</summary>
    public int Size => Images.Size;

    /// <summary>Blocks in each stage.</summary>
    public IReadOnlyList<int> Blocks { get; }

    /// <summary>Such as <c>resnet38-1x</c>; of a pruned network with its blocks, such as <c>resnet38-1x-6.3.6</c>.</summary>
    public string Name
        => Family.Label(_values) + string.Concat(Told.Select(each => $"-{each.Option.MetadataName.Replace('_', '-')}{each.Value}"))
        + (Blocks.SequenceEqual(_built) ? "" : $"-{string.Join('.', Blocks)}");

    /// <summary>What it is, as prose writes it: <c>ResNet</c>.</summary>
    public string Title => Family.Title(_values);

    /// <summary>
    /// In what it differs from the family's defaults beside depth and width, such as <c>, patch 8, heads 3</c>; empty where in nothing.
    /// </summary>
    public string Variant => string.Concat(Told.Select(each => $", {each.Option.MetadataName.Replace('_', ' ')} {each.Value}"));

    /// <summary>Options that are not at their defaults, and that the family's own words do not tell.</summary>
    private IEnumerable<(FamilyOption Option, string Value)> Told
        => Family.Options.Skip(2).Where(option => option is { Hidden: false, InLabel: false } && !Equals(this[option], option.Standard))
            .Select(option => (option, option.Format(this[option])));

    /// <summary>The network itself; everything below follows from it.</summary>
    public NetworkGraph Graph => _graph.Value;

    /// <summary>Every observed output in order of execution.</summary>
    public IReadOnlyList<LayerInfo> Layers => Graph.Layers;

    /// <summary>Every tensor of the weights file: trainable parameters and running statistics, in PyTorch's order.</summary>
    public IReadOnlyList<ParameterInfo> Parameters => Graph.Parameters;

    /// <summary>Multiply-adds of convolutions, dense layers and attention for one image.</summary>
    public long MultiplyAdds => Graph.MultiplyAdds;

    /// <summary>A network of few layers with the operations of this one, whose speed tells that of this one.</summary>
    public ModelSpec Shallow => Create(Family, Family.Shallow(_values), Images, Classes, null, []);

    /// <summary>The number of trainable parameters.</summary>
    public long ParameterCount => Parameters.Where(p => p.Trainable).Sum(p => p.Count);

    /// <summary>The architecture as it stands in the <c>__metadata__</c> of a weights file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    public bool Equals(ModelSpec? other) => other is not null && Metadata.SequenceEqual(other.Metadata);

    public override int GetHashCode() => HashCode.Combine(Family.Name, Name, Classes, Channels, Size);

    /// <summary>Axes, images, the family's other options, blocks, and what a family fixes; keys of contents depend on this order.</summary>
    private Dictionary<string, string> Describe()
    {
        var described = new Dictionary<string, string> { ["family"] = Family.Name };
        void Add(IEnumerable<FamilyOption> options)
        {
            foreach (FamilyOption option in options.Where(option => !option.Added || !Equals(this[option], option.Standard)))
                described[option.MetadataName] = option.Format(this[option]);
        }
        Add(Family.Options.Take(2));
        described["classes"] = $"{Classes}";
        described["channels"] = $"{Channels}";
        described["size"] = $"{Size}";
        Add(Family.Options.Skip(2).Where(option => !option.Hidden));
        described["blocks"] = JsonSerializer.Serialize(Blocks);
        Add(Family.Options.Where(option => option.Hidden));
        return described;
    }

    private static int[] BlocksOf(NetworkGraph graph)
    {
        (int Stage, int Block)[] blocks = [.. graph.Nodes.Where(node => node.Block is not null)
            .Select(node => (node.Stage!.Value, node.Block!.Value)).Distinct()];
        return [.. Enumerable.Range(0, blocks.Length == 0 ? 0 : 1 + blocks.Max(b => b.Stage))
            .Select(stage => blocks.Count(b => b.Stage == stage))];
    }
}
