namespace Strata.Similarity;

/// <summary>
/// One layer's batches in double precision: features about their means, in one unit for all batches so that their terms can be added.
/// </summary>
/// <param name="features">Numbers per row.</param>
/// <param name="roundoff">Of the stored numbers.</param>
internal sealed class LayerRows(int features, double roundoff)
{
    private int? _exponent;

    public int Features => features;

    /// <summary>Centred rows are in units of two to this power: 0 unless squares of squares would leave the range of double.</summary>
    public int Exponent => _exponent ?? 0;

    /// <summary>Takes the mean of each column off, in place.</summary>
    /// <param name="rows">[n, features].</param>
    /// <returns>The energy that is left, and what storing the rows may have put into it.</returns>
    public (double Spread, double Lost) Center(Span<double> rows, int n)
    {
        (double spread, double energy) = Centering.Columns(rows, n, features, ref _exponent);
        return (spread, LayerTerms.LostOf(energy, roundoff));
    }
}
