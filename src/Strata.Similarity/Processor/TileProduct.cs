namespace Strata.Processor;

/// <summary>
/// What one or two 16 × 16 tiles of products are made of and where they go (of two, strip, tiles and units of the second follow those of
/// the first); assembled functions read it by the order of its fields, eight bytes each.
/// </summary>
/// <param name="A">A packed strip, [steps][16] of 32 bits.</param>
/// <param name="B">The same of the other side.</param>
/// <param name="Steps">Vectors of each strip.</param>
/// <param name="Tile">[16, 16] gets the products added.</param>
/// <param name="Scaled">[16, 16] gets <paramref name="Factor"/> times the products added, unless it is null.</param>
/// <param name="UnitsA">[16] what 1 stands for in each example of a; fixed point alone, as is all that follows.</param>
/// <param name="UnitsB">[16] the same of b.</param>
/// <param name="Starts">[16] what the sums of each example of a begin with.</param>
internal readonly record struct TileProduct(nint A, nint B, nint Steps, nint Tile, nint Scaled, float Factor, nint UnitsA = 0,
    nint UnitsB = 0, nint Starts = 0);
