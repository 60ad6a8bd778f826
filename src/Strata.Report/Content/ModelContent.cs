using Strata.Data;

namespace Strata.Report;

/// <summary>A model of the study: what it is and how its training went.</summary>
public sealed record ModelContent
{
    /// <summary>Name of its artifact, unique within the study.</summary>
    public required string Name { get; init; }

    /// <summary>The study that it is of, where several are shown as one; else empty.</summary>
    public string Study { get; init; } = "";

    /// <summary>Such as <c>resnet-cifar</c>.</summary>
    public required string Family { get; init; }

    /// <summary>As its family measures it; 0 of what is no network, as a folder of activations, which then has no width.</summary>
    public required int Depth { get; init; }

    /// <summary>As its family measures it.</summary>
    public required double Width { get; init; }

    /// <summary>What is written behind a width, such as <c>x</c> behind a multiplier.</summary>
    public string WidthUnit { get; init; } = "x";

    /// <summary>What it is, as prose writes it: <c>ResNet</c>.</summary>
    public required string Network { get; init; }

    /// <summary>In what it differs from its family's defaults beside depth and width: <c>, patch 8</c>.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The part of <see cref="Variant"/> that every model of the page has: it tells none from the others.</summary>
    internal string SharedVariant { get; init; } = "";

    /// <summary>The part of the training set it saw.</summary>
    public Fraction Fraction { get; init; } = Fraction.One;

    /// <summary>Null where it is not known, as of models from files.</summary>
    public required long? Seed { get; init; }

    /// <summary>What its file is called, of models from files; it tells them apart where they are of one population.</summary>
    public string? File { get; init; }

    /// <summary>False for the untrained control.</summary>
    public bool Trained { get; init; } = true;

    /// <summary>At the start of training; null for the untrained control.</summary>
    public double? LearningRate { get; init; }

    /// <summary>In PyTorch's sense; null for the untrained control.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Trainable ones.</summary>
    public required long Parameters { get; init; }

    /// <summary>For one image.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>In [0, 1], of the last epoch.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>In [0, 1]: the best of all epochs, chosen on the test data.</summary>
    public double? BestTestAccuracy { get; init; }

    /// <summary>1-based.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>In [0, 1], of the last epoch.</summary>
    public double? TrainAccuracy { get; init; }

    /// <summary>Of training.</summary>
    public double Seconds { get; init; }

    /// <summary>1-based; null for a run that did not diverge.</summary>
    public int? DivergedAtEpoch { get; init; }

    /// <summary>The sentence about a network whose test accuracy is that of guessing; null for one that learned, or was not to.</summary>
    public string? DidNotLearn { get; init; }

    /// <summary>Whether it says something about its configuration: it neither diverged nor failed to learn.</summary>
    public bool IsEvidence => DivergedAtEpoch is null && DidNotLearn is null;

    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>Stage by stage; empty where nobody looked.</summary>
    public IReadOnlyList<ExpendableBranches> Expendable { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];
}
