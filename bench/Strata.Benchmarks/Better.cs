namespace Strata.Benchmarks;

/// <summary>Which way of a figure is an improvement.</summary>
internal enum Better
{
    Higher,
    Lower,
}
