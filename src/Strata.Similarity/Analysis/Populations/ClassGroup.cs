namespace Strata.Analysis.Populations;

/// <summary>Classes that belong together.</summary>
public sealed record ClassGroup(string Name, IReadOnlyList<int> Classes);
