namespace Strata.Studies.Matching;

/// <summary>What the networks of one width reach.</summary>
/// <param name="Models">How many.</param>
/// <param name="Mean">Mean test accuracy, percent.</param>
public sealed record WidthPoint(double Width, int Models, double Mean);
