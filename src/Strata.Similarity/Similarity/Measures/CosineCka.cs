namespace Strata.Similarity.Measures;

/// <summary>CKA of examples' directions.</summary>
public sealed class CosineCka : KernelCka
{
    public override string Name => "cosine-cka";

    public override string Says => "CKA by the cosine between examples in place of their product, unbiased, of all examples at once.";

    public override MeasureTraits Traits { get; } = new(-1, 1,
        Invariances.Permutation | Invariances.Scaling | Invariances.Orthogonal);

    private protected override Kernel Kernel => Kernel.Cosine;
}
