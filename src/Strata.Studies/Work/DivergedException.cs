using Strata.Runtime;

namespace Strata.Studies.Work;

/// <summary>A training whose loss is no number any more.</summary>
internal sealed class DivergedException(int epoch)
    : StrataException($"diverged: the loss of epoch {epoch} is no number; a lower learning rate may help")
{
    public int Epoch { get; } = epoch;
}
