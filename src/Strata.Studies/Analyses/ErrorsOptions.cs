using Strata.Analysis.Populations;

namespace Strata.Studies.Analyses;

/// <summary>What is settled of a comparison of two populations by their errors.</summary>
/// <param name="A">The models' name without seed, such as <c>resnet14-2x</c>.</param>
/// <param name="B">As <paramref name="A"/>.</param>
/// <param name="ModelsA">Names of the models.</param>
/// <param name="ModelsB">As <paramref name="ModelsA"/>.</param>
/// <param name="Groups">Groups of classes, or null.</param>
/// <param name="Resamples">For the interval of v².</param>
internal sealed record ErrorsOptions(string A, string B, IReadOnlyList<string> ModelsA, IReadOnlyList<string> ModelsB,
    IReadOnlyList<ClassGroup>? Groups, int Resamples);
