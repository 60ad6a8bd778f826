namespace Strata.Activations;

/// <summary>A source that answers which class each of its examples is of.</summary>
public interface IClassifier : IActivationSource
{
    /// <summary>Numbers of an answer.</summary>
    int Classes { get; }

    /// <summary>[examples, classes], row-major.</summary>
    float[] Logits(CancellationToken cancellation = default);

    /// <summary>[examples, classes] softmax of the logits, row-major.</summary>
    float[] Probabilities(CancellationToken cancellation = default) => Softmax.OfRows(Logits(cancellation), Classes);
}
