namespace Strata.Report.Page;

/// <summary>Where a page stands.</summary>
/// <param name="HasFiles">Whether figures and tables lie beside it, to be linked to.</param>
/// <param name="Version">Of a page that a server keeps up to date; null for a file.</param>
internal sealed record Surroundings(bool HasFiles = true, string? Version = null);
