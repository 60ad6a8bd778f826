namespace Strata.Report;

/// <summary>What was found about a model's layers, drawn below its heatmap on the same axis.</summary>
/// <param name="Title">Two words, such as <c>probe accuracy</c>.</param>
/// <param name="Lines">Of shares in [0, 1].</param>
public sealed record LayerStrip(string Title, IReadOnlyList<LayerLine> Lines)
{
    /// <summary>A level to compare with, such as the model's own accuracy.</summary>
    public double? Reference { get; init; }

    /// <summary>The upper end of its axis: the next tenth above all that it shows.</summary>
    public double Top => Math.Clamp(Math.Ceiling(10 * Lines.SelectMany(line => line.Values).Append(Reference ?? 0).Where(double.IsFinite).DefaultIfEmpty(1).Max() - 1e-9) / 10, 0.1, 1);
}
