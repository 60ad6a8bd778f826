using Strata.Analysis.Populations;

namespace Strata.Studies;

/// <summary>How populations (models that differ in nothing but their seed) are compared by their errors.</summary>
public sealed record StudyErrors
{
    /// <summary>
    /// Which populations, by names or globs without seed, such as <c>resnet14-2x</c> and <c>resnet26-*</c>; empty: every two.
    /// </summary>
    public IReadOnlyList<ModelPair> Pairs { get; init; } = [];

    /// <summary>
    /// <c>auto</c> (those that come with the program for the data's classes), <c>none</c>, <c>cifar10</c>, <c>cifar100</c>, <c>wordnet</c>,
    /// <c>wordnet:PATH</c>, or a JSON file; paths are relative to the working directory.
    /// </summary>
    public string Groups { get; init; } = Automatic;

    /// <summary>Of groups by WordNet, hypernyms with at least so many of the classes below them.</summary>
    public int AtLeast { get; init; } = new PopulationOptions().AtLeast;

    /// <summary>Populations drawn again for the interval of v²; 0: no interval.</summary>
    public int Resamples { get; init; } = 1000;

    public const string Automatic = "auto";
    public const string None = "none";
}
