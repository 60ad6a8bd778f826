using Strata.Runtime;
using Strata.Settings;

namespace Strata.Analysis;

/// <summary>The thresholds behind a verdict; they stand beside it wherever it is shown.</summary>
public sealed record BlockOptions
{
    /// <summary>The mean off-diagonal CKA from which a window counts as similar.</summary>
    public double Threshold { get; init; } = .9;

    /// <summary>The share of all layers from which a window is large.</summary>
    public double Share { get; init; } = .15;

    /// <summary>The share of variance in the first principal component from which it dominates a layer.</summary>
    public double ComponentShare { get; init; } = .5;

    /// <summary>The share of all layers that must be dominated.</summary>
    public double ComponentLayers { get; init; } = .10;

    /// <summary>Whether index 0 is the input, which no window may contain.</summary>
    public bool HasInput { get; init; } = true;

    /// <summary>Whether a first component of this share of variance dominates its layer; never where the share is undefined.</summary>
    public bool Dominates(double share) => share >= ComponentShare - BlockStructure.Tolerance;

    /// <exception cref="InvalidOptionsException">A threshold is not in (0, 1]; names every one that is not.</exception>
    public void Validate()
    {
        string[] problems = [.. BlockSettings.All.ProblemsOf(this)];
        if (problems.Length > 0) throw new InvalidOptionsException(problems);
    }
}
