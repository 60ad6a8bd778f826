using Strata.Data;
using TorchSharp;

namespace Strata.Activations;

/// <summary>A classifier that can be shown other images than the test split, as what learns from its layers needs.</summary>
internal interface IImageNetwork : IClassifier
{
    ImageSet Data { get; }

    /// <summary>What its images are normalised by; null: nothing.</summary>
    Normalization? Normalization { get; }

    /// <summary>Identifies its weights.</summary>
    string WeightsHash();

    /// <summary>Shows the output of each wanted layer, float32, in order of execution.</summary>
    /// <param name="images">float32 [n, channels, height, width], normalised.</param>
    /// <returns>The logits, [n, classes]; the caller's.</returns>
    torch.Tensor Show(torch.Tensor images, IReadOnlyCollection<int> wanted, Action<int, torch.Tensor> visit);
}
