using System.Runtime.CompilerServices;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Activations;

/// <summary>Tensors as the output of layers, and back, without a copy where the tensor's order in memory is known.</summary>
internal static unsafe class TensorOutput
{
    /// <summary>Shows a tensor, float32 or float64 [n, ...], which is kept until the visit returns.</summary>
    public static void Show(this Action<int, LayerOutput> visit, int layer, Tensor output)
    {
        bool contiguous = output.is_contiguous(), channelsLast = !contiguous && IsChannelsLast(output);
        if (contiguous || channelsLast)
        {
            visit(layer, Over(output, channelsLast));
            return;
        }
        using Tensor packed = output.contiguous();
        visit(layer, Over(packed, channelsLast: false));
    }

    /// <summary>The output as a tensor, the caller's; valid until the visit returns.</summary>
    public static Tensor Of(LayerOutput output)
    {
        if (output.Owner is Tensor own) return own.alias();
        Tensor copy = empty([.. output.Shape.ToArray().Select(size => (long)size)],
            output.IsDouble ? ScalarType.Float64 : ScalarType.Float32);
        if (output.IsDouble) output.CopyTo(TensorMemory.Span<double>(copy));
        else output.CopyTo(TensorMemory.Span<float>(copy));
        return copy;
    }

    private static LayerOutput Over(Tensor tensor, bool channelsLast)
        => new(in Unsafe.AsRef<byte>(TensorMemory.Pointer<byte>(tensor)), [.. tensor.shape.Select(size => (int)size)],
            tensor.dtype == ScalarType.Float64, channelsLast, tensor);

    private static bool IsChannelsLast(Tensor tensor)
    {
        if (tensor.dim() != 4) return false;
        using Tensor rows = tensor.permute(0, 2, 3, 1);
        return rows.is_contiguous();
    }
}
