namespace Strata.Checkpoints;

/// <summary>A named tensor of a weights file as a managed array.</summary>
/// <param name="Shape">Empty for a scalar.</param>
/// <param name="Values">float[], double[], long[], int[] or byte[], in row-major order.</param>
public sealed record TensorData(int[] Shape, Array Values);
