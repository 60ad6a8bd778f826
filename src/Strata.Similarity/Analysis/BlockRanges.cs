using Strata.Runtime;

namespace Strata.Analysis;

/// <summary>What <see cref="BlockOptions"/> may be.</summary>
public static class BlockRanges
{
    /// <summary>Of every threshold.</summary>
    public static OptionRange<double> Threshold { get; } = new(0, 1, Above: true);
}
