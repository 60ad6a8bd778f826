namespace Strata.Checkpoints;

/// <summary>One tensor as a safetensors header describes it.</summary>
/// <param name="Type">The file's element type, such as <c>F32</c>.</param>
/// <param name="Shape">Empty for a scalar.</param>
/// <param name="Begin">The first byte, counted from the end of the header.</param>
/// <param name="End">One past the last byte.</param>
public sealed record SafetensorsEntry(string Name, string Type, int[] Shape, long Begin, long End)
{
    /// <summary>The number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}
