namespace Strata.Checkpoints.PyTorch;

/// <summary>
/// What a pickle puts under names, in its order. Keys are not hashed: one that is made of itself cannot be, and no use is made of any but
/// texts.
/// </summary>
internal sealed class PickleDictionary
{
    /// <summary>Letters of a name; no network's are longer, and each use of one costs its length, though the pickle has it once.</summary>
    public const int LongestName = 1000;

    private readonly List<(object? Key, object? Value)> _items = [];

    public void Add(object? key, object? value) => _items.Add((key, value));

    /// <summary>Under texts of up to <see cref="LongestName"/> letters alone; of equal ones the last holds, as in Python.</summary>
    public IEnumerable<(string Name, object? Value)> Named
    {
        get
        {
            var last = new OrderedDictionary<string, object?>();
            foreach ((object? key, object? value) in _items)
                if (key is string { Length: <= LongestName } name) last[name] = value;
            return last.Select(item => (item.Key, item.Value));
        }
    }
}
