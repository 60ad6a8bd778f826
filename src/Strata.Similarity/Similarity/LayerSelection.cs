using System.IO.Enumeration;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>Chooses layers by a name for a set of them or by a glob.</summary>
public static class LayerSelection
{
    /// <summary>
    /// <c>auto</c>: all but details, which graphs of other programs alone have; <c>all</c>; <c>relu</c>: every ReLU and the logits (P1
    /// figs. 3, D.7); <c>add</c>: the outputs of the residual additions; a
    /// kind, such as <c>conv</c>, in any case; else a case-sensitive glob over names with * and ?.
    /// </summary>
    /// <returns>Indices, ascending.</returns>
    /// <exception cref="InvalidOptionsException">Nothing matches.</exception>
    public static int[] Select(IReadOnlyList<LayerInfo> layers, string selection)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(selection);
        Func<LayerInfo, bool> chosen = selection switch
        {
            "auto" => l => !l.IsDetail,
            "all" => _ => true,
            "relu" => l => l.Kind is "relu" or "logits",
            "add" => l => l.Kind == "add",
            _ when layers.Any(IsOfKind) => IsOfKind,
            _ => l => FileSystemName.MatchesSimpleExpression(selection, l.Name, ignoreCase: false),
        };
        bool IsOfKind(LayerInfo layer) => layer.Kind.Equals(selection, StringComparison.OrdinalIgnoreCase);
        // The logits alone are no choice of ReLUs.
        int[] indices = selection == "relu" && !layers.Any(l => l.Kind == "relu") ? []
            : [.. Enumerable.Range(0, layers.Count).Where(i => chosen(layers[i]))];
        return indices.Length > 0
            ? indices
            : throw new InvalidOptionsException(
                $"layers: {Foreign.Quoted(selection)} matches none of {layers.Count} layers, such as "
                + $"{string.Join(", ", layers.Take(6).Select(l => l.Name))}, of the kinds "
                + string.Join(", ", layers.Select(l => l.Kind).Distinct().Take(12)));
    }
}
