namespace Strata.Checkpoints.PyTorch;

/// <summary>A class or function that a pickle names: here a name and no more, for nothing of a pickle is ever run.</summary>
/// <param name="Name">With its module, such as <c>torch._utils._rebuild_tensor_v2</c>.</param>
/// <param name="Role">What stands in for it.</param>
internal sealed record PickleGlobal(string Name, PickleRole Role);
