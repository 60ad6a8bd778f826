namespace Strata.Models;

/// <summary>A named tensor of a weights file as a managed array.</summary>
/// <param name="Shape">Empty for a scalar.</param>
/// <param name="Values">float[], double[], long[], int[] or byte[], in row-major order.</param>
public sealed record TensorData(int[] Shape, Array Values)
{
    /// <summary>What a weights file calls the type of its numbers, and how many bytes one has.</summary>
    internal static (string Name, int Size) TypeOf(Array values) => values switch
    {
        float[] => ("F32", 4),
        double[] => ("F64", 8),
        long[] => ("I64", 8),
        int[] => ("I32", 4),
        byte[] => ("U8", 1),
        _ =>
            throw new ArgumentException(
                $"values of type {values.GetType().Name} have no place in a weights file; float, double, long, int or byte arrays do"),
    };
}
