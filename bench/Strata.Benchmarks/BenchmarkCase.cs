namespace Strata.Benchmarks;

/// <summary>One subject of a benchmark, such as a network: what was timed on it and what follows.</summary>
internal sealed record BenchmarkCase(string Name, IReadOnlyList<Timing> Timings, IReadOnlyList<Figure> Figures);
