namespace Strata.Checkpoints.PyTorch;

/// <summary>Finds tensors and storages in what a PyTorch file holds. Whatever refers to itself is seen once.</summary>
internal static class TorchObjects
{
    private const int LongestPlace = 200;

    /// <summary>Every dictionary with tensors under names, however deep, with the names that lead to it.</summary>
    /// <returns>Such as <c>state_dict</c>; empty for what was saved itself.</returns>
    public static IReadOnlyList<(string Place, IReadOnlyList<(string Name, TorchTensor Tensor)> Tensors)> Dictionaries(object? root)
    {
        var found = new List<(string, IReadOnlyList<(string, TorchTensor)>)>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Queue<(string Place, PickleDictionary Dictionary)>();
        void Enter(string place, object? value)
        {
            if (value is PickleDictionary dictionary && seen.Add(dictionary)) waiting.Enqueue((place, dictionary));
        }
        Enter("", root);
        while (waiting.TryDequeue(out (string Place, PickleDictionary Dictionary) next))
        {
            var tensors = new List<(string, TorchTensor)>();
            foreach ((string name, object? value) in next.Dictionary.Named)
            {
                if (value is TorchTensor tensor) tensors.Add((name, tensor));
                else if (next.Place.Length + name.Length < LongestPlace)
                    Enter(next.Place.Length == 0 ? name : $"{next.Place}.{name}", value);
            }
            if (tensors.Count > 0) found.Add((next.Place, tensors));
        }
        return found;
    }
}
