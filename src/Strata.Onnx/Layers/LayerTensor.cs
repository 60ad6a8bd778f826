using Microsoft.ML.OnnxRuntime.Tensors;

namespace Strata.Onnx.Layers;

/// <summary>How a tensor of a graph carries the examples.</summary>
/// <param name="Name">Of the tensor.</param>
/// <param name="Type">Float, Double or Float16.</param>
/// <param name="Axis">Which of its dimensions counts the examples.</param>
/// <param name="Shape">Of one example, in the order of the other dimensions.</param>
internal sealed record LayerTensor(string Name, TensorElementType Type, int Axis, int[] Shape)
{
    /// <summary>Numbers per example before the axis; what is behind it lies together.</summary>
    public long Before { get; } = Shape.Take(Axis).Aggregate(1L, (product, size) => product * size);

    /// <summary>Numbers per example.</summary>
    public long Features { get; } = Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Bytes per example, as they are shown.</summary>
    public long Bytes => Features * (Type == TensorElementType.Double ? sizeof(double) : sizeof(float));
}
