namespace Strata.Models.Layouts;

/// <summary>The tensors of a weights file by their names without wrappers, as layouts ask for them.</summary>
internal sealed class LayoutTensors
{
    private readonly Dictionary<string, TensorEntry> _byName = [];

    private LayoutTensors(IEnumerable<(string Name, TensorEntry Entry)> entries)
    {
        foreach ((string name, TensorEntry entry) in entries) _byName.TryAdd(name, entry);
    }

    /// <summary>First parts of names that are taken off at most.</summary>
    private const int MostShared = 4;

    /// <summary>As they are, and then without the first part of the names as long as all of them share it.</summary>
    public static IEnumerable<LayoutTensors> Readings(IEnumerable<TensorEntry> entries)
    {
        (string Name, TensorEntry Entry)[] plain = [.. ModelTensors.Plain(entries)];
        for (int taken = 0; plain.Length > 0 && taken <= MostShared; taken++)
        {
            yield return new(plain);
            string[] firsts = [.. plain.Select(entry => entry.Name.Split('.')[0]).Distinct().Take(2)];
            if (firsts.Length > 1 || plain.Any(entry => entry.Name.Length <= firsts[0].Length)) yield break;
            plain = [.. plain.Select(entry => (entry.Name[(firsts[0].Length + 1)..], entry.Entry))];
        }
    }

    public IEnumerable<string> Names => _byName.Keys;

    public bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>The size of one dimension of a tensor; 0 where there is no such tensor or dimension.</summary>
    public int Size(string name, Index dimension)
        => _byName.TryGetValue(name, out TensorEntry? entry) && dimension.GetOffset(entry.Shape.Length) is var at
            && at >= 0 && at < entry.Shape.Length ? entry.Shape[at] : 0;

    /// <summary>How many numbers follow one another from 0 as the next part of names that begin so, such as <c>layer1.</c>.</summary>
    public int Count(string prefix)
    {
        HashSet<string> next = [.. _byName.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..].Split('.')[0])];
        int count = 0;
        while (next.Contains($"{count}")) count++;
        return count;
    }
}
