namespace Strata.Analysis.Statistics;

/// <summary>One observation of a trend.</summary>
/// <param name="Stratum">Observations of different strata are never set against each other.</param>
/// <param name="X">What was varied.</param>
/// <param name="Y">What was seen.</param>
public sealed record TrendPoint(string Stratum, double X, double Y);
