namespace Strata.Models;

/// <summary>Where a model came from that Strata did not write.</summary>
/// <param name="Format">Such as <c>PyTorch (zip)</c>.</param>
/// <param name="Layout">Whose names its tensors have.</param>
/// <param name="Place">Names that lead to them within the file, such as <c>state_dict</c>; empty for the file itself.</param>
/// <param name="Assumed">What the file does not say and the layout assumes, in words; null: nothing.</param>
public sealed record ModelOrigin(string Format, string Layout, string Place, string? Assumed)
{
    /// <summary>Name of the metadata that says in a file made from the model whose names its tensors had.</summary>
    public const string LayoutMetadata = "layout";
}
