namespace Strata.Checkpoints.PyTorch;

/// <summary>The names that files of weights have a use for, optimizers and schedules included. All others are refused.</summary>
internal static class PickleGlobals
{
    private static readonly Dictionary<string, PickleRole> s_roles = new()
    {
        ["collections.OrderedDict"] = PickleRole.Dictionary,
        ["collections.defaultdict"] = PickleRole.Dictionary,
        ["collections.Counter"] = PickleRole.Dictionary,
        ["builtins.dict"] = PickleRole.Dictionary,
        ["__builtin__.dict"] = PickleRole.Dictionary,
        ["torch._utils._rebuild_tensor"] = PickleRole.Tensor,
        ["torch._utils._rebuild_tensor_v2"] = PickleRole.Tensor,
        ["torch._utils._rebuild_parameter"] = PickleRole.Parameter,
        ["torch.Size"] = PickleRole.Ignored,
        ["torch.device"] = PickleRole.Ignored,
        ["torch.float16"] = PickleRole.Ignored,
        ["torch.bfloat16"] = PickleRole.Ignored,
        ["torch.float32"] = PickleRole.Ignored,
        ["torch.float64"] = PickleRole.Ignored,
        ["torch.int64"] = PickleRole.Ignored,
        ["builtins.set"] = PickleRole.Ignored,
        ["__builtin__.set"] = PickleRole.Ignored,
        ["argparse.Namespace"] = PickleRole.Ignored,
        // A number of NumPy, as accuracies often are.
        ["numpy.core.multiarray.scalar"] = PickleRole.Ignored,
        ["numpy._core.multiarray.scalar"] = PickleRole.Ignored,
        ["numpy.dtype"] = PickleRole.Ignored,
        ["_codecs.encode"] = PickleRole.Ignored,
    };

    /// <summary>Null for a name that weights have no use for.</summary>
    public static PickleGlobal? Find(string name)
        => TorchType.OfStorage(name) is not null ? new(name, PickleRole.Storage)
            : s_roles.TryGetValue(name, out PickleRole role) ? new(name, role) : null;
}
