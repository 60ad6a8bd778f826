using System.Text.Json.Serialization;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using Strata.Settings;

namespace Strata.Analysis;

/// <summary>How linear probes are trained; the defaults are the papers' (P1 fig. 4, app. C).</summary>
public sealed record ProbeOptions
{
    /// <summary>Passes over the training examples.</summary>
    public int Epochs { get; init; } = 300;

    /// <summary>Examples per step; a short last batch is dropped.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Constant over all steps.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Of SGD, not Nesterov.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>
    /// Early stopping: after so many epochs in which a probe's loss on a held-out tenth of the training examples did not fall, it stops and
    /// keeps the weights of its best epoch. 0: every probe learns from all examples in all epochs, as in the papers.
    /// </summary>
    // Left out where it is 0, so that results made before there was early stopping keep their keys.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Patience { get; init; }

    /// <summary>Of the training images, as the model saw them.</summary>
    public Augmentation Augment { get; init; } = Augmentation.None;

    /// <summary>Share of the training examples: those that the model learned from.</summary>
    public Fraction Fraction { get; init; } = Fraction.One;

    /// <summary>How the share is chosen.</summary>
    public SubsetKind Subset { get; init; } = SubsetKind.Balanced;

    /// <summary>Fixes subset, order and augmentation; with the model's own seed the subset is its own.</summary>
    public long Seed { get; init; }

    /// <exception cref="InvalidOptionsException">Every value out of range, or that does not fit the images, at once.</exception>
    public void Validate(ModelSpec model, ImageSet data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        Validate(model.Name, model.Classes, data);
    }

    internal void Validate(string model, int classes, ImageSet data)
    {
        var problems = new List<string>();
        int examples = Subsets.Count(data.Train, Fraction, Subset), heldOut = Patience > 0 ? HeldOut(examples) : 0;
        problems.AddRange(ProbeSettings.All.ProblemsOf(this));
        if (Batch > examples - heldOut)
            problems.Add(
                $"batch: {Batch} is larger than the {examples - heldOut} training "
                + $"examples{(heldOut > 0 ? $" ({heldOut} are held out)" : "")}");
        if (Patience > 0 && heldOut == 0) problems.Add($"patience: a tenth of {examples} training examples is none to hold out");
        if (Augment == Augmentation.CropFlip && Augmenter.Problem(data) is { } small) problems.Add($"augment: {small}");
        if (classes != data.Classes.Count)
            problems.Add($"model: {model} has {classes} classes, but {data.Name} has {data.Classes.Count}");
        if (problems.Count > 0) throw new InvalidOptionsException(problems);
    }

    /// <summary>How many of so many examples are held out.</summary>
    internal static int HeldOut(int examples) => examples / 10;
}
