using Strata.Runtime;

namespace Strata.Studies.Work;

/// <summary>A training whose loss or weights are no finite numbers any more.</summary>
internal sealed class DivergedException(int epoch)
    : StrataException($"diverged: the loss or the weights of epoch {epoch} are no finite numbers; a lower learning rate may help")
{
    public int Epoch { get; } = epoch;
}
