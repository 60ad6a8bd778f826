using System.Text.Json.Serialization;

namespace Strata.Processor;

/// <summary>How fast a convolution is on one core, in G operations/s: a multiplication and an addition are two.</summary>
/// <param name="Kind">What is computed.</param>
/// <param name="Channels">In and out.</param>
/// <param name="Strata">By our machine code; null where there was none when it was measured: then libtorch computes.</param>
/// <param name="Libtorch">By libtorch.</param>
public sealed record KernelRate(KernelKind Kind, int Channels, double? Strata, double Libtorch)
{
    /// <summary>Of the faster of the two.</summary>
    [JsonIgnore]
    public double Best => Math.Max(Strata ?? 0, Libtorch);
}
