using Strata.Runtime;

namespace Strata.Models;

/// <summary>Holds the tensors of a weights file against those that an architecture has.</summary>
internal static class ModelTensors
{
    /// <summary>Names that a message lists before it only counts.</summary>
    private const int Listed = 5;

    /// <summary>What PyTorch puts around a network to run it in parallel, compiled or in shards, and leaves in the names.</summary>
    private static readonly HashSet<string> s_wrappers =
        ["module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_forward_module"];

    /// <summary>PyTorch's own counter beside running statistics; nothing here needs it.</summary>
    private const string Counter = ".num_batches_tracked";

    /// <summary>The file's name for each parameter of the architecture that it has, and everything that does not fit.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="entries">What the file has.</param>
    public static (IReadOnlyDictionary<string, string> Names, IReadOnlyList<string> Problems) Match(
        ModelSpec spec, IReadOnlyList<(string Name, string Type, int[] Shape)> entries)
    {
        ILookup<string, (string Name, string Type, int[] Shape)> found =
            Unwrapped(spec, entries.Where(entry => !entry.Name.EndsWith(Counter, StringComparison.Ordinal)));
        var names = new Dictionary<string, string>();
        List<string> missing = [], shapes = [], types = [];
        foreach (ParameterInfo parameter in spec.Parameters)
        {
            (string Name, string Type, int[] Shape) entry = found[parameter.Name].FirstOrDefault();
            if (entry.Name is null)
            {
                missing.Add(Foreign.Quoted(parameter.Name));
                continue;
            }
            string name = Foreign.Quoted(entry.Name);
            if (!entry.Shape.SequenceEqual(parameter.Shape))
                shapes.Add($"{name} is [{string.Join(", ", entry.Shape)}] instead of [{string.Join(", ", parameter.Shape)}]");
            else if (entry.Type is not ("F32" or "F64" or "F16" or "BF16")) types.Add($"{name} is {entry.Type}");
            else names[parameter.Name] = entry.Name;
        }
        var known = spec.Parameters.Select(parameter => parameter.Name).ToHashSet();
        string[] unexpected =
            [.. found.Where(group => !known.Contains(group.Key)).SelectMany(group => group).Select(entry => Foreign.Quoted(entry.Name))];
        string[] twice =
        [
            .. found.Where(group => known.Contains(group.Key) && group.Count() > 1)
                .Select(group => string.Join(" and ", group.Select(entry => Foreign.Quoted(entry.Name)))),
        ];

        var problems = new List<string>();
        void Add(IReadOnlyList<string> those, string problem)
        {
            if (those.Count == 0) return;
            string more = those.Count > Listed ? $" and {those.Count - Listed} more" : "";
            string counted = problem.Replace("#", $"{those.Count}", StringComparison.Ordinal);
            problems.Add($"{counted} ({string.Join(", ", those.Take(Listed))}{more})");
        }
        Add(missing, $"lacks # of the {spec.Parameters.Count} tensors of {spec.Name}");
        Add(unexpected, $"holds # that {spec.Name} has no place for");
        Add(shapes, "has another shape for # of its tensors");
        Add(types, "has other than floating-point numbers in # of its tensors");
        Add(twice, "has # of its tensors twice, under different wrappers");
        return (names, problems);
    }

    /// <summary>
    /// Entries by their names without wrappers, and without a first part that all of them share and the architecture does not know.
    /// </summary>
    private static ILookup<string, (string Name, string Type, int[] Shape)> Unwrapped(
        ModelSpec spec, IEnumerable<(string Name, string Type, int[] Shape)> entries)
    {
        (string Name, (string Name, string Type, int[] Shape) Entry)[] plain =
            [.. entries.Select(entry => (string.Join('.', entry.Name.Split('.').Where(part => !s_wrappers.Contains(part))), entry))];
        string[] firsts = [.. plain.Select(entry => entry.Name.Split('.')[0] + '.').Distinct()];
        bool known = firsts.Length != 1 || spec.Parameters.Any(parameter => parameter.Name.StartsWith(firsts[0], StringComparison.Ordinal));
        int shared = known ? 0 : firsts[0].Length;
        return plain.ToLookup(entry => entry.Name[Math.Min(shared, entry.Name.Length)..], entry => entry.Entry);
    }
}
