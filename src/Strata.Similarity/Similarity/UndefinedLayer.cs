namespace Strata.Similarity;

/// <summary>A layer whose similarity to anything is undefined.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Reason">Such as <c>constant: every example has the same representation</c>.</param>
public sealed record UndefinedLayer(string Model, string Layer, string Reason);
