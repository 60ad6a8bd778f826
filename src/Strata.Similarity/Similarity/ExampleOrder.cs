using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Similarity;

/// <summary>
/// Which examples a result is over, in which order, as one hash: results with different ones are not about the same thing.
/// </summary>
public static class ExampleOrder
{
    /// <param name="source">What identifies the examples, such as a data set's hash; null where nothing does.</param>
    /// <param name="order">[passes, examples]: indices into the source.</param>
    /// <returns>SHA-256 in lower-case hexadecimal.</returns>
    public static string Hash(string? source, int[,] order)
    {
        ArgumentNullException.ThrowIfNull(order);
        byte[] indices = MemoryMarshal.AsBytes(order.Cast<int>().ToArray().AsSpan()).ToArray();
        return Convert.ToHexStringLower(
            SHA256.HashData([.. Encoding.UTF8.GetBytes($"{source}/{order.GetLength(0)}/{order.GetLength(1)}/"), .. indices]));
    }

    /// <summary>Of one pass.</summary>
    /// <inheritdoc cref="Hash(string?, int[,])"/>
    public static string Hash(string? source, IReadOnlyList<int> order)
    {
        ArgumentNullException.ThrowIfNull(order);
        int[,] pass = new int[1, order.Count];
        for (int i = 0; i < order.Count; i++) pass[0, i] = order[i];
        return Hash(source, pass);
    }

    /// <summary>Refuses results over different examples, or over the same in another order.</summary>
    /// <param name="results">Names and hashes; an empty hash is of a result that does not say, and is let through.</param>
    /// <exception cref="Runtime.StrataException">Names the first two that differ.</exception>
    public static void RequireSame(IEnumerable<(string Name, string? Hash)> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        (string Name, string? Hash)[] known = [.. results.Where(r => !string.IsNullOrEmpty(r.Hash))];
        foreach ((string name, string? hash) in known.Skip(1))
            if (hash != known[0].Hash)
                throw new Runtime.StrataException(
                    $"{name} and {known[0].Name} are over different examples, or over the same in another order (hashes {Short(hash)} "
                    + $"and {Short(known[0].Hash)}): they cannot be compared");
    }

    private static string Short(string? hash) => hash is null ? "" : hash[..Math.Min(8, hash.Length)];
}
