namespace Strata.Report;

/// <summary>A column of a table.</summary>
/// <param name="Name">In the file.</param>
/// <param name="Header">On the page; null for a column that only the file has.</param>
/// <param name="Explanation">What a reader sees who points at the header.</param>
public sealed record Column(string Name, string? Header = null, string? Explanation = null, bool Number = true);
