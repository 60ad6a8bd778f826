namespace Strata.Similarity.Measures;

/// <summary>A measure of what two networks say of examples: outputs [examples, classes] before the softmax.</summary>
/// <typeparam name="TLayer">What it takes from the outputs.</typeparam>
public abstract class OutputMeasure<TLayer> : Measure<TLayer> where TLayer : MeasuredLayer
{
    private protected OutputMeasure() { }

    /// <inheritdoc/>
    /// <remarks>A network that says the same of all examples still says something.</remarks>
    protected override string? Problem(Representation layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return !layer.IsFinite ? layer.Problem
            : layer.Features > 1 ? null : "one number for each example, not one for each class";
    }
}
