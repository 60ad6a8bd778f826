using Strata.Runtime;

namespace Strata.Analysis;

/// <summary>What <see cref="ComponentOptions"/> may be.</summary>
public static class ComponentRanges
{
    /// <summary>Vectors beyond the leading ones make the iteration settle.</summary>
    public const int Spare = 4;

    public static OptionRange<int> MaxExamples { get; } = new(2, int.MaxValue);
    public static OptionRange<int> Batch { get; } = new(1, 100_000);
    public static OptionRange<int> Vectors { get; } = new(1, 256);
    public static OptionRange<int> Leading { get; } = Vectors with { Maximum = Vectors.Maximum - Spare };
    public static OptionRange<int> MaxPasses { get; } = new(2, 10_000);
    public static OptionRange<double> Tolerance { get; } = new(0, 1, Above: true, Below: true);
}
