using Strata.Data;

namespace Strata.Models.Layouts;

/// <summary>A network that a layout has found in names and shapes.</summary>
/// <param name="NameOf">What the layout calls a tensor of the network.</param>
/// <param name="Normalization">What the layout's programs normalise such a network's images by; null: nothing.</param>
/// <param name="Assumed">What neither names nor shapes say, in words; null: nothing.</param>
internal sealed record LayoutMatch(ModelSpec Spec, Func<string, string> NameOf, Normalization? Normalization, string? Assumed = null);
