namespace Strata.Report;

/// <summary>Something that a study varies from network to network.</summary>
/// <param name="Name">As a sentence begins with it.</param>
/// <param name="Value">Of a configuration, in the order of the factor.</param>
/// <param name="Label">Of that value.</param>
/// <param name="Without">The configuration with the factor taken out: equal for two that differ in it alone.</param>
internal sealed record Factor(string Name, Func<Configuration, double> Value, Func<Configuration, string> Label,
    Func<Configuration, Configuration> Without)
{
    public static Factor Depth { get; } = new("Depth", c => c.Depth, c => $"depth {c.Depth}", c => c with { Depth = 0 });

    public static Factor Width { get; } = new("Width", c => c.Width, c => $"width {c.WidthLabel}", c => c with { Width = 0 });

    public static Factor Data { get; } = new("Data", c => c.Fraction.Value, c => c.FractionLabel,
        c => c with { Fraction = Strata.Data.Fraction.One });

    public static Factor Rate { get; } = new("Learning rate", c => c.LearningRate ?? double.NaN, c => c.RateLabel,
        c => c with { LearningRate = null });

    public static Factor Decay { get; } = new("Weight decay", c => c.WeightDecay ?? double.NaN, c => c.DecayLabel,
        c => c with { WeightDecay = null });

    /// <summary>An untrained control has neither recipe nor data.</summary>
    public static Factor Training { get; } = new("Training", c => c.Trained ? 1 : 0, c => c.Trained ? "trained" : "untrained",
        c => c with { Trained = true, LearningRate = null, WeightDecay = null, Fraction = Strata.Data.Fraction.One });

    public static IReadOnlyList<Factor> OfTrained { get; } = [Depth, Width, Data, Rate, Decay];

    /// <summary>Those of the models to which others differ in this factor alone.</summary>
    public IReadOnlyList<ModelContent> Matched(IEnumerable<ModelContent> models)
        => [.. models.GroupBy(model => Without(Configuration.Of(model)))
            .Where(line => line.Select(model => Value(Configuration.Of(model))).Distinct().Count() > 1).SelectMany(line => line)];

    /// <summary>The models by the factor's value, in its order.</summary>
    public IEnumerable<IGrouping<double, ModelContent>> ByValue(IEnumerable<ModelContent> models)
        => models.GroupBy(model => Value(Configuration.Of(model))).OrderBy(group => group.Key);
}
