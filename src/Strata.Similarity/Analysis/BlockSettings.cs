using Strata.Settings;

namespace Strata.Analysis;

/// <summary>Every threshold of a verdict, described once.</summary>
public static class BlockSettings
{
    /// <summary>Of windows of layers.</summary>
    public static IReadOnlyList<Member<BlockOptions>> Windows { get; } =
    [
        new Member<BlockOptions, double>("threshold", new NumberForm<double>(BlockRanges.Threshold), b => b.Threshold,
            (b, v) => b with { Threshold = v }, "The mean CKA of every two layers from which a window is similar."),
        new Member<BlockOptions, double>("share", new NumberForm<double>(BlockRanges.Threshold), b => b.Share,
            (b, v) => b with { Share = v }, "The share of all layers from which a window is large."),
    ];

    /// <summary>Of the principal components that may explain a window.</summary>
    public static IReadOnlyList<Member<BlockOptions>> Components { get; } =
    [
        new Member<BlockOptions, double>("componentShare", new NumberForm<double>(BlockRanges.Threshold), b => b.ComponentShare,
            (b, v) => b with { ComponentShare = v }, "The share of variance from which the first component dominates a layer."),
        new Member<BlockOptions, double>("componentLayers", new NumberForm<double>(BlockRanges.Threshold), b => b.ComponentLayers,
            (b, v) => b with { ComponentLayers = v }, "The share of all layers that must be dominated."),
    ];

    public static IReadOnlyList<Member<BlockOptions>> All { get; } = [.. Windows, .. Components];
}
