using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Runtime;

/// <summary>Native memory of a tensor as a span or pointer, without a copy. Valid while the tensor lives.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>All elements of a contiguous tensor, in row-major order.</summary>
    public static Span<T> Span<T>(Tensor tensor) where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);

    /// <summary>
    /// A copy of numbers in memory of libtorch's own. Its sums take other paths, and so other last bits, where memory begins elsewhere, and
    /// an array of .NET's begins anywhere.
    /// </summary>
    public static Tensor Of(ReadOnlySpan<float> values, params long[] shape)
    {
        Tensor tensor = torch.empty(shape, dtype: ScalarType.Float32);
        values.CopyTo(Span<float>(tensor));
        return tensor;
    }

    /// <summary>The first element of a tensor, also of one that is larger than a span can be.</summary>
    public static T* Pointer<T>(Tensor tensor) where T : unmanaged => (T*)THSTensor_data(tensor.Handle);

    /// <summary>The first element of a channels-last tensor [n, c, h, w], which is a contiguous matrix [n·h·w, c].</summary>
    public static T* ChannelsLast<T>(Tensor tensor) where T : unmanaged
    {
        using Tensor rows = tensor.permute(0, 2, 3, 1);
        if (!rows.is_contiguous()) throw new ArgumentException("The tensor is not in channels-last layout.", nameof(tensor));
        return Pointer<T>(rows);
    }

    /// <summary>
    /// A tensor [n, c, h, w] in channels-last layout; one channel is in both layouts at once, and only its strides tell libtorch which is
    /// meant.
    /// </summary>
    public static Tensor ToChannelsLast(Tensor tensor)
    {
        using Tensor rows = tensor.permute(0, 2, 3, 1), packed = rows.contiguous();
        (long n, long h, long w, long c) = (packed.shape[0], packed.shape[1], packed.shape[2], packed.shape[3]);
        return packed.as_strided([n, c, h, w], [h * w * c, 1, w * c, c]);
    }

    [DllImport("LibTorchSharp")]
    private static extern nint THSTensor_data(nint tensor);

    /// <summary>An uninitialised channels-last tensor [n, c, h, w].</summary>
    public static Tensor EmptyChannelsLast(long n, long c, long h, long w, ScalarType type)
    {
        using Tensor rows = torch.empty([n, h, w, c], dtype: type);
        return rows.permute(0, 3, 1, 2);
    }

    /// <summary>
    /// [n, ...] as [n, features] in the order of memory, for where the order of the features does not matter and a copy of the activation
    /// does.
    /// </summary>
    public static Tensor Flat(Tensor tensor)
    {
        if (tensor.dim() != 4 || tensor.is_contiguous()) return tensor.reshape(tensor.shape[0], -1);
        return tensor.permute(0, 2, 3, 1).reshape(tensor.shape[0], -1);
    }
}
