using TorchSharp;

namespace Strata.Tests;

/// <summary>Where a check for leaks begins.</summary>
internal static class LiveTensors
{
    /// <summary>
    /// Native tensors that are alive once the garbage collector has freed what an earlier test's oracle left to it: freed later, those
    /// would hide a leak. The count at the end of a check is taken without this, or a tensor that only a finalizer frees would pass.
    /// </summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }
}
