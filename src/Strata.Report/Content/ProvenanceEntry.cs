namespace Strata.Report;

/// <summary>One line of how a study was made, such as <c>Command</c> and the command.</summary>
public sealed record ProvenanceEntry(string Name, string Value);
