namespace Strata.Runtime;

/// <summary>What a folder of results holds.</summary>
/// <param name="Kind">Such as <c>a comparison</c>.</param>
/// <param name="Marker">The file that is there last, and only while the result is complete.</param>
/// <param name="Names">All files that may be there, the first of them always; null where whatever is there is the result's.</param>
public sealed record FolderContent(string Kind, string Marker, IReadOnlyList<string>? Names = null);
