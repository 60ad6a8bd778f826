namespace Strata.Models;

/// <summary>Tensors that belong together: those of a file, or of a part of one.</summary>
/// <param name="Place">Names that lead to it within the file, such as <c>state_dict</c>; empty for the file itself.</param>
/// <param name="Entries">In the order of the file.</param>
public sealed record TensorSet(string Place, IReadOnlyList<TensorEntry> Entries);
