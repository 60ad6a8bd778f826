namespace Strata.Analysis;

/// <summary>The layer of another model that is most like a layer.</summary>
/// <param name="Layer">Index among the compared layers.</param>
/// <param name="Depth">Its relative depth, index / (layers − 1), in [0, 1].</param>
/// <param name="Match">Index in the other model, of equals the first; null where no value is defined.</param>
/// <param name="MatchDepth">The match's relative depth.</param>
/// <param name="Cka">Their similarity.</param>
public sealed record LayerMatch(int Layer, double Depth, int? Match, double? MatchDepth, double? Cka);
