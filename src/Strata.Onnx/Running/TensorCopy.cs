using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Strata.Onnx.Layers;

namespace Strata.Onnx.Running;

/// <summary>Copies what OnnxRuntime gave, example by example.</summary>
internal static class TensorCopy
{
    /// <param name="layer">How the tensor carries the examples.</param>
    /// <param name="value">The tensor.</param>
    /// <param name="count">Examples in it.</param>
    /// <param name="target">[examples, ...]; where it has room for less, the first ones.</param>
    public static void Examples<T>(LayerTensor layer, OrtValue value, int count, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (layer.Type)
        {
            case TensorElementType.Double:
                Copy(layer, value.GetTensorDataAsSpan<double>(), count, target, T.CreateTruncating);
                break;
            case TensorElementType.Float16:
                Copy(layer, value.GetTensorDataAsSpan<Float16>(), count, target, number => T.CreateTruncating((float)number));
                break;
            default:
                Copy(layer, value.GetTensorDataAsSpan<float>(), count, target, T.CreateTruncating);
                break;
        }
    }

    private static void Copy<TFrom, T>(LayerTensor layer, ReadOnlySpan<TFrom> from, int count, Span<T> target, Func<TFrom, T> convert)
        where TFrom : unmanaged where T : unmanaged
    {
        int before = (int)layer.Before, features = (int)layer.Features, inner = features / Math.Max(1, before);
        int wanted = Math.Min(count, target.Length / Math.Max(1, features));
        for (int example = 0; example < wanted; example++)
        {
            for (int outer = 0; outer < before; outer++)
            {
                ReadOnlySpan<TFrom> source = from.Slice((outer * count + example) * inner, inner);
                Span<T> place = target.Slice(example * features + outer * inner, inner);
                if (typeof(TFrom) == typeof(T)) System.Runtime.InteropServices.MemoryMarshal.Cast<TFrom, T>(source).CopyTo(place);
                else
                    for (int i = 0; i < inner; i++) place[i] = convert(source[i]);
            }
        }
    }
}
