using System.Runtime.InteropServices;

namespace Strata.Analysis.Populations;

/// <summary>What models of one kind, trained alike from different seeds, predict for the same test examples.</summary>
public sealed class Population
{
    /// <param name="name">What results call it.</param>
    /// <param name="predictions">[models, examples]: the predicted class.</param>
    /// <param name="probabilities">[models, examples, classes], or null where only classes are known.</param>
    /// <exception cref="ArgumentException">Fewer than two models, no examples, a negative class, or probabilities of another
    /// shape.</exception>
    public Population(string name, int[,] predictions, float[,,]? probabilities = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        (Name, Predictions, Probabilities, Classes) = (name, predictions, probabilities, probabilities?.GetLength(2));
        if (Problem(predictions) is { } problem) throw new ArgumentException($"{name}: {problem}", nameof(predictions));
        if (probabilities is not null && (probabilities.GetLength(0) != Models || probabilities.GetLength(1) != Examples))
            throw new ArgumentException(
                $"{name}: probabilities of {probabilities.GetLength(0)} models on {probabilities.GetLength(1)} examples, but predictions "
                + $"of {Models} on {Examples}", nameof(probabilities));
    }

    public string Name { get; }

    /// <summary>[models, examples].</summary>
    public int[,] Predictions { get; }

    /// <summary>[models, examples, classes], or null.</summary>
    public float[,,]? Probabilities { get; }

    /// <summary>How many classes there are, where that is known.</summary>
    public int? Classes { get; init; }

    public int Models => Predictions.GetLength(0);
    public int Examples => Predictions.GetLength(1);

    /// <summary>What keeps predictions from being those of a population, or null.</summary>
    public static string? Problem(int[,] predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        int models = predictions.GetLength(0), examples = predictions.GetLength(1);
        if (models < 2)
            return
                $"holds the predictions of {models} {(models == 1 ? "model" : "models")}, expected at least 2: a population has a spread";
        if (examples == 0) return "holds no examples";
        for (int m = 0; m < models; m++)
        {
            for (int e = 0; e < examples; e++)
                if (predictions[m, e] is < 0 or >= ClassGroups.MostClasses)
                    return $"predicts class {predictions[m, e]} at [{m}, {e}], expected classes from 0 to {ClassGroups.MostClasses - 1}";
        }
        return null;
    }

    /// <summary>The same models under another name.</summary>
    public Population Called(string name) => new(name, Predictions, Probabilities) { Classes = Classes };

    /// <summary>Some of the models, in the given order.</summary>
    internal Population Choose(IReadOnlyList<int> models)
    {
        int[,] predictions = new int[models.Count, Examples];
        int classes = Probabilities?.GetLength(2) ?? 0;
        float[,,]? probabilities = Probabilities is null ? null : new float[models.Count, Examples, classes];
        for (int m = 0; m < models.Count; m++)
        {
            Of(models[m]).CopyTo(MemoryMarshal.CreateSpan(ref predictions[m, 0], Examples));
            if (probabilities is not null && probabilities.Length > 0)
                MemoryMarshal.CreateSpan(ref Probabilities![models[m], 0, 0], Examples * classes)
                    .CopyTo(MemoryMarshal.CreateSpan(ref probabilities[m, 0, 0], Examples * classes));
        }
        return new(Name, predictions, probabilities) { Classes = Classes };
    }

    /// <summary>Predictions [examples] of one model.</summary>
    internal ReadOnlySpan<int> Of(int model)
        => MemoryMarshal.CreateReadOnlySpan(ref Predictions[model, 0], Examples);
}
