using Strata.Data;
using Strata.Runtime;

namespace Strata.Report;

/// <summary>What models of different seeds have in common.</summary>
internal sealed record Configuration(string Family, int Depth, double Width, string WidthUnit, string Network, string Variant,
    Fraction Fraction, double? LearningRate, double? WeightDecay, bool Trained)
{
    public static Configuration Of(ModelContent model)
        => new(model.Family, model.Depth, model.Width, model.WidthUnit, model.Network, model.Variant, model.Fraction,
            model.LearningRate, model.WeightDecay, model.Trained)
        { Study = model.Study };

    /// <summary>Empty where only one study is shown.</summary>
    public string Study { get; init; } = "";

    /// <summary>As the papers write it, such as <c>ResNet-38-1x</c>.</summary>
    public string Architecture => Depth == 0 ? Network : $"{Network}-{Depth}-{WidthLabel}{Variant}";

    /// <summary>The same without the width.</summary>
    public string OfAnyWidth => Depth == 0 ? Network : $"{Network}-{Depth}{Variant}";

    public string WidthLabel => Depth == 0 ? "" : $"{Width:0.####}{WidthUnit}";

    public string RateLabel => $"rate {Written(LearningRate)}";

    public string DecayLabel => $"decay {Written(WeightDecay)}";

    public static string Written(double? number) => number is { } value ? WrittenNumber.Of(value) : "";

    public string FractionLabel => Fraction == Fraction.One ? "all data" : $"{Fraction} of the data";
}
