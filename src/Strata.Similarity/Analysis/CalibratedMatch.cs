namespace Strata.Analysis;

/// <summary>The layer of another model that is most like a layer, and whether that is more than the best of many finds by chance.</summary>
/// <param name="Layer">Index among the compared layers.</param>
/// <param name="Match">Index in the other model, of equals the first; null where no value is defined.</param>
/// <param name="Value">Their similarity, or distance.</param>
/// <param name="Threshold">What the best match passes by chance once in twenty times.</param>
/// <param name="Calibrated">How far the value lies beyond it, 0 to 1, as <see cref="Similarity.RowShuffleNull.Calibrated"/>.</param>
/// <param name="P">The share of shuffles whose best match is as alike, the observed one among them.</param>
public sealed record CalibratedMatch(int Layer, int? Match, double? Value, double? Threshold, double? Calibrated, double? P);
