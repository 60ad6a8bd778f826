using Strata.Data;

namespace Strata.Studies;

/// <summary>The images of a study.</summary>
public sealed record StudyData
{
    /// <summary>As on the command line: <c>digits</c>, <c>cifar10:PATH</c>, ...; paths are relative to the working directory.</summary>
    public required string Source { get; init; }

    /// <summary>Shares of the training examples; every trained model is made once for each.</summary>
    public IReadOnlyList<Fraction> Fractions { get; init; } = [Fraction.One];

    /// <summary>Which images are read, and whether they are held in memory.</summary>
    public ImageReading Reading { get; init; } = new();

    public SubsetKind Subset { get; init; } = SubsetKind.Balanced;
}
