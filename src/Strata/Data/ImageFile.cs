using Strata.Data.Files;

namespace Strata.Data;

/// <summary>An image of a set before it is decoded.</summary>
/// <param name="File">Where it lies.</param>
/// <param name="Label">Its class.</param>
internal sealed record ImageFile(TreeEntry File, int Label);
