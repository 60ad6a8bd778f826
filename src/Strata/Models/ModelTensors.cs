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

    /// <summary>PyTorch's own counters, beside running statistics and of averaged weights; nothing here needs them.</summary>
    private const string Counter = ".num_batches_tracked", Averaged = "n_averaged";

    /// <summary>Last layers, as programs call them; EfficientNet's <c>classifier</c> has its place in the name.</summary>
    private static readonly string[] s_heads = ["fc", "linear"];

    /// <summary>The file's name for each parameter of the architecture that it has, and everything that does not fit.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="entries">What the file has.</param>
    /// <param name="nameOf">What the file calls a parameter; null: as the architecture does.</param>
    public static (IReadOnlyDictionary<string, string> Names, IReadOnlyList<string> Problems) Match(
        ModelSpec spec, IReadOnlyList<TensorEntry> entries, Func<string, string>? nameOf = null)
    {
        nameOf ??= name => name;
        var known = spec.Parameters.Select(parameter => nameOf(parameter.Name)).ToHashSet();
        ILookup<string, TensorEntry> found = ByName(known, entries);
        var names = new Dictionary<string, string>();
        List<string> missing = [], shapes = [], types = [];
        foreach (ParameterInfo parameter in spec.Parameters)
        {
            if (found[nameOf(parameter.Name)].FirstOrDefault() is not { } entry)
            {
                missing.Add(Foreign.Quoted(nameOf(parameter.Name)));
                continue;
            }
            string name = Foreign.Quoted(entry.Name);
            if (!entry.Shape.SequenceEqual(parameter.Shape))
                shapes.Add($"{name} is [{string.Join(", ", entry.Shape)}] instead of [{string.Join(", ", parameter.Shape)}]");
            else if (entry.Type is not ("F32" or "F64" or "F16" or "BF16")) types.Add($"{name} is {entry.Type}");
            else names[parameter.Name] = entry.Name;
        }
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
    /// Names without wrappers, and without counters, which are none of the network. A last layer behind a dropout, <c>fc.1.weight</c>, goes
    /// by the name that it has alone.
    /// </summary>
    public static IEnumerable<(string Name, TensorEntry Entry)> Plain(IEnumerable<TensorEntry> entries)
    {
        (string Name, TensorEntry Entry)[] plain = [.. Unwrapped(entries)];
        var heads = plain.Select(each => (each.Name, Parts: each.Name.Split('.'))).Where(each => each.Parts.Intersect(s_heads).Any())
            .GroupBy(each => string.Join('.', each.Parts[..^1])).ToList();
        // Of two layers behind each other, neither is the last one alone.
        if (heads.Count != 1 || heads[0].Key.Split('.') is not [.., _, var place] whole || !place.All(char.IsAsciiDigit)
            || !s_heads.Contains(whole[^2])) return plain;
        int start = heads[0].Key.Length, kept = start - place.Length - 1;
        string head = heads[0].Key + '.';
        return plain.Select(each => each.Name.StartsWith(head, StringComparison.Ordinal)
            ? (each.Name[..kept] + each.Name[start..], each.Entry) : each);
    }

    private static IEnumerable<(string Name, TensorEntry Entry)> Unwrapped(IEnumerable<TensorEntry> entries)
        => entries.Where(entry => entry.Name != Averaged && !entry.Name.EndsWith(Counter, StringComparison.Ordinal))
            .Select(entry => (string.Join('.', entry.Name.Split('.').Where(part => !s_wrappers.Contains(part))), entry));

    /// <summary>
    /// Entries by their names without wrappers, and without a first part that all of them share and the architecture does not know.
    /// </summary>
    private static ILookup<string, TensorEntry> ByName(HashSet<string> known, IEnumerable<TensorEntry> entries)
    {
        (string Name, TensorEntry Entry)[] plain = [.. Plain(entries)];
        string[] firsts = [.. plain.Select(entry => entry.Name.Split('.')[0] + '.').Distinct()];
        bool usual = firsts.Length != 1 || known.Any(name => name.StartsWith(firsts[0], StringComparison.Ordinal));
        int shared = usual ? 0 : firsts[0].Length;
        return plain.ToLookup(entry => entry.Name[Math.Min(shared, entry.Name.Length)..], entry => entry.Entry);
    }
}
