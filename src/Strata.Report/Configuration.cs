using Strata.Data;

namespace Strata.Report;

/// <summary>What models of different seeds have in common.</summary>
internal sealed record Configuration(string Family, int Depth, double Width, bool Residual, Fraction Fraction, double? LearningRate,
    double? WeightDecay, bool Trained)
{
    public static Configuration Of(ModelContent model)
        => new(model.Family, model.Depth, model.Width, model.Residual, model.Fraction, model.LearningRate, model.WeightDecay,
            model.Trained);

    /// <summary>As the papers write it, with the family's own name where it is none of theirs.</summary>
    public string Architecture => $"{Network}-{Depth}-{WidthLabel}";

    public string Network => Family == "resnet-cifar" ? Residual ? "ResNet" : "CNN" : Family;

    public string WidthLabel => $"{Width:0.####}x";

    public string RateLabel => $"rate {LearningRate}";

    public string DecayLabel => $"decay {WeightDecay}";

    public string FractionLabel => Fraction == Fraction.One ? "all data" : $"{Fraction} of the data";
}
