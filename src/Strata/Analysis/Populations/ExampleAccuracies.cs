namespace Strata.Analysis.Populations;

/// <summary>
/// For every example, the percent of each population that is right; the control is A's first half against A's second half.
/// </summary>
public sealed record ExampleAccuracies(int[] Labels, double[] AccuracyA, double[] AccuracyB, double[] ControlA, double[] ControlB);
