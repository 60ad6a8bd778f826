namespace Strata.Models;

/// <summary>A tensor of a weights file, without its numbers.</summary>
/// <param name="Name">As the file has it.</param>
/// <param name="Type">As safetensors calls it, such as <c>F32</c>.</param>
/// <param name="Shape">Empty for a scalar.</param>
public sealed record TensorEntry(string Name, string Type, int[] Shape);
