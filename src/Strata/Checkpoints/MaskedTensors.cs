using Strata.Models;

namespace Strata.Checkpoints;

/// <summary>
/// Weights that <c>torch.nn.utils.prune</c> has taken apart: <c>weight_orig</c>, and beside it <c>weight_mask</c> with 1 for what stays and
/// 0 for what was pruned. The network computes with their product, <c>weight</c>.
/// </summary>
internal static class MaskedTensors
{
    private const string Whole = "_orig", Mask = "_mask";

    /// <summary>One entry for each such pair, where both hold floating-point numbers of one shape; all others as they are.</summary>
    public static IReadOnlyList<TensorEntry> Joined(IReadOnlyList<TensorEntry> entries)
    {
        Dictionary<string, TensorEntry> byName = entries.ToDictionary(entry => entry.Name);
        bool IsPair(string name) => !byName.ContainsKey(name) && byName.TryGetValue(name + Whole, out TensorEntry? whole)
            && byName.TryGetValue(name + Mask, out TensorEntry? mask) && IsFloating(whole) && IsFloating(mask)
            && whole.Shape.SequenceEqual(mask.Shape);
        return [.. entries.Where(entry => Without(entry.Name, Mask) is not { } name || !IsPair(name))
            .Select(entry => Without(entry.Name, Whole) is { } name && IsPair(name) ? entry with { Name = name } : entry)];
    }

    /// <summary>The product for each such pair.</summary>
    /// <param name="tensors">All of a file's.</param>
    /// <param name="entries">What <see cref="Joined(IReadOnlyList{TensorEntry})"/> has made of them, or some of it.</param>
    public static Dictionary<string, TensorData> Joined(IReadOnlyDictionary<string, TensorData> tensors, IEnumerable<TensorEntry> entries)
        => entries.ToDictionary(entry => entry.Name, entry => tensors.TryGetValue(entry.Name, out TensorData? whole) ? whole
            : new(entry.Shape, Product(tensors[entry.Name + Whole].Values, tensors[entry.Name + Mask].Values)));

    private static string? Without(string name, string end)
        => name.EndsWith(end, StringComparison.Ordinal) ? name[..^end.Length] : null;

    private static bool IsFloating(TensorEntry entry) => entry.Type is "F32" or "F64" or "F16" or "BF16";

    private static Array Product(Array values, Array mask)
    {
        if (values is float[] single && mask is float[] factors) return single.Zip(factors, (value, factor) => value * factor).ToArray();
        return Wide(values).Zip(Wide(mask), (value, factor) => value * factor).ToArray();
    }

    private static double[] Wide(Array values) => values as double[] ?? Array.ConvertAll((float[])values, value => (double)value);
}
