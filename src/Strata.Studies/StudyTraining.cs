using Strata.Training;

namespace Strata.Studies;

/// <summary>The recipes of a study: every learning rate with every weight decay; all else is common to them.</summary>
public sealed record StudyTraining
{
    /// <summary>What all recipes share; its learning rate and weight decay say nothing.</summary>
    public TrainingOptions Common { get; init; } = new();

    public IReadOnlyList<double> LearningRates { get; init; } = [new TrainingOptions().LearningRate];

    public IReadOnlyList<double> WeightDecays { get; init; } = [new TrainingOptions().WeightDecay];

    public IEnumerable<TrainingOptions> Recipes
        => from rate in LearningRates from decay in WeightDecays select Common with { LearningRate = rate, WeightDecay = decay };

    /// <summary>What tells a recipe from the study's others, as part of a name: <c>-r0.05-d0.005</c>; empty where there is one.</summary>
    public string Suffix(TrainingOptions recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return (LearningRates.Count > 1 ? $"-r{recipe.LearningRate}" : "") + (WeightDecays.Count > 1 ? $"-d{recipe.WeightDecay}" : "");
    }
}
