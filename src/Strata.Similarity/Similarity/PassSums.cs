namespace Strata.Similarity;

/// <summary>
/// What one pass gives to the comparison of two models. Passes are added in their order, so that a comparison comes to the same bits
/// however its passes are shared out, and in whichever order they come.
/// </summary>
/// <param name="A">The layers of the rows.</param>
/// <param name="B">The layers of the columns.</param>
/// <param name="Cross">[La, Lb], row-major: ⟨G, G′⟩ summed over the batches.</param>
/// <param name="Variances">[La, Lb]: the jackknife's squared standard errors of CKA over the batches.</param>
/// <param name="Components">Where first components are compared too.</param>
internal sealed record PassSums(PassLayers A, PassLayers B, double[] Cross, double[] Variances, ComponentSums? Components)
{
    /// <summary>The processor that summed it.</summary>
    public required string Processor { get; init; }
}
