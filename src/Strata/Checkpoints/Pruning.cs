using System.Text.Json;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Runtime;

namespace Strata.Checkpoints;

/// <summary>
/// Networks without some of their residual branches (P1 §5, "collapsing layers"): the shortcuts stay, so the blocks that are left follow
/// one another and are numbered anew.
/// </summary>
public static class Pruning
{
    /// <summary>
    /// Name of the metadata that says which blocks of the original remain, such as <c>[[0,1,2,3,4,5],[0,1,2],[0,1,2,3,4,5]]</c>.
    /// </summary>
    public const string KeptBlocks = "kept_blocks";

    /// <summary>Name of the metadata with the hash of the weights that blocks were taken from.</summary>
    public const string PrunedFrom = "pruned_from";

    /// <summary>
    /// Name of the metadata with the recipe of the network that was trained, however often it was pruned and fine-tuned since.
    /// </summary>
    public const string OriginalRecipe = "original_recipe";

    /// <summary>All blocks of every stage, by their numbers.</summary>
    public static int[][] AllBlocks(ModelSpec spec) => [.. Residual(spec).Blocks.Select(count => Enumerable.Range(0, count).ToArray())];

    /// <summary>The first blocks of a stage, and all of the others.</summary>
    /// <param name="stage">0-based.</param>
    /// <param name="keep">How many; 0 leaves the shortcut alone.</param>
    /// <exception cref="InvalidOptionsException">No such stage, or it has fewer blocks, or no shortcuts.</exception>
    public static int[][] KeepFirst(ModelSpec spec, int stage, int keep)
    {
        int[][] kept = AllBlocks(spec);
        if (stage < 0 || stage >= kept.Length)
            throw new InvalidOptionsException($"stage: {spec.Name} has the stages 0 to {kept.Length - 1}, no {stage}");
        if (keep < 0 || keep > kept[stage].Length)
            throw new InvalidOptionsException(
                $"keep: stage {stage} of {spec.Name} has {kept[stage].Length} blocks, of which {keep} cannot be kept");
        kept[stage] = kept[stage][..keep];
        return kept;
    }

    /// <summary>
    /// The blocks that do not lie wholly inside a window of layers. One that changes the shape stays, for its projection must.
    /// </summary>
    /// <param name="first">Index of the window's first layer among all layers of the network.</param>
    /// <param name="last">Of its last, inclusive.</param>
    /// <exception cref="InvalidOptionsException">No shortcuts.</exception>
    public static int[][] KeepOutside(ModelSpec spec, int first, int last)
    {
        int[][] kept = AllBlocks(spec);
        for (int stage = 0; stage < kept.Length; stage++)
            kept[stage] = [.. kept[stage].Where(block => Stays(spec, stage, block) || !Inside(spec, stage, block, first, last))];
        return kept;
    }

    /// <summary>Blocks that lie wholly inside a window but change the shape.</summary>
    public static IReadOnlyList<(int Stage, int Block)> Spared(ModelSpec spec, int first, int last)
        => [.. from stage in Enumerable.Range(0, Residual(spec).Blocks.Count) from block in Enumerable.Range(0, spec.Blocks[stage])
            where Stays(spec, stage, block) && Inside(spec, stage, block, first, last) select (stage, block)];

    /// <summary>The network of the kept blocks, with copies of their weights.</summary>
    /// <param name="kept">For each stage the blocks that remain, ascending; where some of a later stage do, the first must.</param>
    /// <returns>The caller's to dispose of.</returns>
    /// <exception cref="InvalidOptionsException">No such blocks, or no shortcuts.</exception>
    public static NetworkWeights Prune(NetworkWeights weights, IReadOnlyList<IReadOnlyList<int>> kept)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(kept);
        ModelSpec original = Residual(weights.Spec);
        if (kept.Count != original.Blocks.Count)
            throw new InvalidOptionsException($"blocks: {kept.Count} stages of {original.Blocks.Count}");
        for (int stage = 0; stage < kept.Count; stage++)
        {
            if (!kept[stage].SequenceEqual(kept[stage].Distinct().Order().Where(b => b >= 0 && b < original.Blocks[stage])))
                throw new InvalidOptionsException(
                    $"blocks: [{string.Join(", ", kept[stage])}] are not blocks of stage {stage}, which has {original.Blocks[stage]}, in "
                    + "their order");
            if (kept[stage].Count > 0 && kept[stage][0] != 0 && Stays(original, stage, 0))
                throw new InvalidOptionsException(
                    $"blocks: the first block of stage {stage} changes the shape, and cannot go where later ones stay");
        }

        ModelSpec pruned = original.WithBlocks([.. kept.Select(blocks => blocks.Count)]);
        Dictionary<string, string> names = Originals(original.Graph, pruned.Graph, kept);
        var tensors = weights.Values().ToDictionary();
        NetworkWeights remaining =
            NetworkWeights.From(pruned, pruned.Parameters.ToDictionary(p => p.Name, p => tensors[names[p.Name]]), pruned.Name);
        remaining.Normalization = weights.Normalization;
        return remaining;
    }

    /// <summary>
    /// What a pruned network's file says beside its architecture: which blocks remain, numbered as in the network that was trained, and of
    /// which weights.
    /// </summary>
    /// <param name="weights">Before pruning.</param>
    /// <param name="metadata">Of their file.</param>
    /// <param name="kept">As given to <see cref="Prune"/>.</param>
    /// <exception cref="InvalidOptionsException">The file says that it was pruned itself, but not how.</exception>
    public static IReadOnlyDictionary<string, string> Describe(NetworkWeights weights, IReadOnlyDictionary<string, string> metadata,
        IReadOnlyList<IReadOnlyList<int>> kept)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(metadata);
        int[][] before = Kept(weights.Spec, metadata) ?? AllBlocks(weights.Spec);
        var described = new Dictionary<string, string>
        {
            [KeptBlocks] = JsonSerializer.Serialize(kept.Select((blocks, stage) => blocks.Select(block => before[stage][block]))),
            [PrunedFrom] = metadata.GetValueOrDefault(PrunedFrom) ?? weights.Hash(),
        };
        if ((metadata.GetValueOrDefault(OriginalRecipe) ?? metadata.GetValueOrDefault("recipe")) is { } recipe)
            described[OriginalRecipe] = recipe;
        return described;
    }

    /// <summary>Whether a file is a network that was pruned.</summary>
    public static bool IsPruned(string path)
    {
        try
        {
            return ModelFile.ReadHeader(path).Metadata.ContainsKey(PrunedFrom);
        }
        catch (StrataException)
        {
            return false;
        }
    }

    /// <summary>
    /// Which blocks of each stage of the network that was trained a file's network still has, or null where it was not pruned.
    /// </summary>
    /// <exception cref="InvalidOptionsException">The file says that it was pruned, but not how.</exception>
    public static int[][]? Kept(ModelSpec spec, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (metadata.GetValueOrDefault(KeptBlocks) is not { } text) return null;
        try
        {
            int[][]? kept = JsonSerializer.Deserialize<int[][]>(text);
            if (kept is null || kept.Any(blocks => blocks is null) || !kept.Select(blocks => blocks.Length)
                .SequenceEqual(spec.Blocks)) throw new JsonException("not the blocks that are there");
            if (kept.Any(blocks => !blocks.SequenceEqual(blocks.Where(b => b >= 0).Distinct().Order())))
                throw new JsonException("blocks of a stage are not in their order");
            return kept;
        }
        catch (JsonException wrong)
        {
            throw new InvalidOptionsException(
                $"metadata '{KeptBlocks}': {Foreign.Quoted(text)} does not list the blocks of each stage: {JsonFile.Sentence(wrong)}");
        }
    }

    /// <summary>
    /// By the name of each tensor of the pruned network, its name in the original: blocks are alike but for their number, operation by
    /// operation.
    /// </summary>
    private static Dictionary<string, string> Originals(NetworkGraph original, NetworkGraph pruned, IReadOnlyList<IReadOnlyList<int>> kept)
    {
        ILookup<(int?, int?), Node> blocks = original.Nodes.ToLookup(node => (node.Stage, node.Block));
        var names = new Dictionary<string, string>();
        foreach (IGrouping<(int? Stage, int? Block), Node> block in pruned.Nodes.GroupBy(node => (node.Stage, node.Block)))
        {
            // What is left of a stage without blocks is what was there, under its own names.
            bool moved = block.Key.Stage is { } stage && kept[stage].Count > 0;
            IEnumerable<Node> from = moved ? blocks[(block.Key.Stage, kept[block.Key.Stage!.Value][block.Key.Block!.Value])]
                : block.Select(node => original[node.Name]);
            foreach ((Node after, Node before) in block.Zip(from))
                foreach ((ParameterInfo to, ParameterInfo was) in pruned.ParametersOf(after).Zip(original.ParametersOf(before)))
                    names.Add(to.Name, was.Name);
        }
        return names;
    }

    private static bool Inside(ModelSpec spec, int stage, int block, int first, int last)
        => spec.Layers.Where(l => l.Stage == stage && l.Block == block).All(l => l.Index >= first && l.Index <= last);

    /// <summary>Whether a block does more than add to what comes in, such as changing its shape.</summary>
    private static bool Stays(ModelSpec spec, int stage, int block)
    {
        ResidualBranch[] branches = [.. spec.Graph.Branches
            .Where(branch => branch.Addition.Stage == stage && branch.Addition.Block == block)];
        return branches.Length == 0 || branches.Any(branch => !branch.IsIdentity);
    }

    private static ModelSpec Residual(ModelSpec spec)
        => spec.Graph.Branches.Count > 0 ? spec
        : throw new InvalidOptionsException($"{spec.Name} has no residual connections: without shortcuts no block can be left out");
}
