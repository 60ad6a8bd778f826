namespace Strata.Report;

/// <summary>What was measured of one part of a claim.</summary>
/// <param name="Part">In a word or two, such as <c>depth</c>.</param>
/// <param name="Measured">A sentence with the numbers, their n and their p or interval.</param>
public sealed record ClaimFinding(string Part, ClaimVerdict Verdict, string Measured);
