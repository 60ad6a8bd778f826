namespace Strata.Analysis.Populations;

/// <summary>Leaves out of a population the models that did not learn: what they get wrong says nothing about their kind.</summary>
internal static class LearnedModels
{
    /// <summary>Fewer are no population.</summary>
    private const int Fewest = 2;

    /// <returns>The models that learned, or all where fewer than two did, and a warning where any did not.</returns>
    public static (Population Population, string? Warning) Of(Population population, int[] labels)
    {
        var guessing = Guessing.Of(labels, population.Classes);
        double[] accuracies = [.. Enumerable.Range(0, population.Models).Select(model => Accuracy(population.Of(model), labels))];
        int[] learned = [.. accuracies.Index().Where(model => guessing.IsPassedBy(model.Item)).Select(model => model.Index)];
        if (learned.Length == population.Models) return (population, null);

        int first = Enumerable.Range(0, population.Models).Except(learned).First();
        string lost = $"{population.Models - learned.Length} of {population.Models} models of {population.Name} did not learn (the first, "
            + $"model {first}, {guessing.Problem(accuracies[first])})";
        return learned.Length < Fewest
            ? (population, $"{lost}: fewer than two are left, so all are kept, and what is said of them is about guessing")
            : (population.Choose(learned), $"{lost}: left out of everything that follows");
    }

    private static double Accuracy(ReadOnlySpan<int> predictions, int[] labels)
    {
        int right = 0;
        for (int i = 0; i < labels.Length; i++)
            if (predictions[i] == labels[i]) right++;
        return (double)right / labels.Length;
    }
}
