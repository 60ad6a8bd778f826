namespace Strata.Similarity;

/// <summary>What a pass says of each layer of one model alone.</summary>
/// <param name="Terms">[layers], in the layers' units.</param>
/// <param name="Units">[layers]: features are in units of two to this power; null where no two examples differ.</param>
internal sealed record PassLayers(LayerTerms[] Terms, int?[] Units)
{
    public int Count => Terms.Length;
}
