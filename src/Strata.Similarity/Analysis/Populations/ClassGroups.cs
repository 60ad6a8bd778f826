using System.Reflection;
using System.Text.Json;
using Strata.Data;
using Strata.Data.WordNet;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>Named groups of classes; they may overlap and leave classes out.</summary>
public sealed record ClassGroups(IReadOnlyList<ClassGroup> Groups)
{
    /// <summary>Class numbers are below this, which no data set reaches.</summary>
    public const int MostClasses = 100_000;

    /// <summary>What asks for groups by WordNet, alone or before <c>:PATH</c> of its database.</summary>
    public const string WordNet = "wordnet";

    /// <summary>
    /// Groups that come with the library: <c>cifar10</c> (animals and vehicles) and <c>cifar100</c> (its 20 superclasses).
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = ["cifar10", "cifar100"];

    /// <summary>
    /// As <see cref="Load(string)"/>, or with <c>wordnet</c> or <c>wordnet:PATH</c> the classes' hypernyms
    /// (<see cref="HypernymGroups"/>).
    /// </summary>
    /// <param name="classes">In order of label; null where they are not known.</param>
    /// <param name="atLeast">Classes that a hypernym must have below it.</param>
    /// <exception cref="StrataException">WordNet is not there or does not know a class, a group holds a class that is none of these, or
    /// what <see cref="Load(string)"/> says.</exception>
    public static ClassGroups Load(string asked, IReadOnlyList<string>? classes, int atLeast)
    {
        ArgumentException.ThrowIfNullOrEmpty(asked);
        if (IsByWordNet(asked))
        {
            string? path = asked.Length > WordNet.Length + 1 ? asked[(WordNet.Length + 1)..] : null;
            return classes is null ? throw new StrataException("groups by WordNet need the classes' wnids, and they are not "
                + "known; --classes gives them, a file or the set of images")
                : HypernymGroups.Of(Nouns.Open(path), classes, atLeast);
        }
        ClassGroups groups = Load(asked);
        return classes is not null && groups.Beyond(classes.Count).FirstOrDefault() is { } problem
            ? throw new InvalidFileException(asked, problem) : groups;
    }

    /// <summary>
    /// Reads a file such as <c>{ "animals": [2, 3, 4], "vehicles": [0, 1] }</c>, or takes groups that come with the library by name.
    /// </summary>
    /// <exception cref="InvalidFileException">Missing, no such JSON, an empty group, or a class number that cannot be.</exception>
    public static ClassGroups Load(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        if (Names.Contains(nameOrPath))
        {
            using Stream resource = Assembly.GetExecutingAssembly()
                .GetManifestResourceStream($"Strata.Analysis.Populations.Groups.{nameOrPath}.json")
                ?? throw new StrataException($"The groups {nameOrPath} are missing from Strata.Similarity.dll; build or install it again.");
            using var bytes = new MemoryStream();
            resource.CopyTo(bytes);
            return Parse(bytes.ToArray(), nameOrPath);
        }
        string expected = $"a JSON file of groups or one of {string.Join(", ", [.. Names, WordNet])}";
        return Parse(InputFile.ReadJson(nameOrPath, expected, JsonFile.Largest), nameOrPath);
    }

    /// <summary>Whether these groups are hypernyms: only such have a size that can be asked for.</summary>
    internal static bool IsByWordNet(string? asked)
        => asked is not null && (asked == WordNet || asked.StartsWith($"{WordNet}:", StringComparison.Ordinal));

    /// <summary>The groups that come with the library for a set with these classes, or null.</summary>
    public static ClassGroups? For(IReadOnlyList<string> classes)
        => classes.SequenceEqual(CifarClasses.Ten) ? Load("cifar10") : classes.SequenceEqual(CifarClasses.Hundred)
        ? Load("cifar100") : null;

    /// <summary>What is wrong with groups of a set that has so many classes; each begins after the groups' name.</summary>
    internal IEnumerable<string> Beyond(int classes)
        => Groups.Where(group => group.Classes.Max() >= classes).Select(group =>
            $"group {Foreign.Quoted(group.Name)} holds class {group.Classes.Max()}, but the set has classes 0 to {classes - 1}");

    /// <summary>The first class that is in several groups, and their names; null where there is none.</summary>
    internal (int Class, IReadOnlyList<string> Groups)? Overlap
        => Groups.SelectMany(group => group.Classes.Select(c => (Class: c, group.Name))).GroupBy(member => member.Class)
            .Where(members => members.Count() > 1).Select(m => ((int, IReadOnlyList<string>)?)(m.Key, [.. m.Select(x => x.Name)]))
            .FirstOrDefault();

    /// <summary>Whether every one of so many classes is in exactly one group.</summary>
    internal bool Partition(IEnumerable<int> classes)
    {
        var groupsOf = Groups.SelectMany(group => group.Classes.Distinct()).CountBy(c => c).ToDictionary();
        return classes.All(c => groupsOf.GetValueOrDefault(c) == 1);
    }

    private static ClassGroups Parse(byte[] json, string name)
    {
        InvalidFileException Wrong(string problem)
            => new(name, $"{problem}, expected an object such as {{ \"animals\": [2, 3, 4], \"vehicles\": [0, 1] }}");
        var groups = new List<ClassGroup>();
        var known = new HashSet<string>();
        return JsonFile.Guard(name, "groups of classes", () =>
        {
            using JsonDocument document = JsonDocument.Parse(json.AsMemory(json.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0),
                new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Wrong($"holds {document.RootElement.ValueKind}");
            foreach (JsonProperty group in document.RootElement.EnumerateObject())
            {
                if (group.Name.Any(char.IsControl))
                    throw Wrong($"has a group whose name holds a control character (the {groups.Count + 1}. one)");
                if (!known.Add(group.Name)) throw Wrong($"has the group {Foreign.Quoted(group.Name)} twice");
                if (group.Value.ValueKind != JsonValueKind.Array) throw Wrong($"group {Foreign.Quoted(group.Name)} is no array of classes");
                if (group.Value.GetArrayLength() == 0) throw Wrong($"group {Foreign.Quoted(group.Name)} has no classes");
                var classes = new List<int>();
                var members = new HashSet<int>();
                foreach (JsonElement entry in group.Value.EnumerateArray())
                {
                    if (entry.ValueKind != JsonValueKind.Number || !entry.TryGetInt32(out int number) || number is < 0 or >= MostClasses)
                        throw Wrong(
                            $"group {Foreign.Quoted(group.Name)} holds {Foreign.Words(entry.GetRawText())}, which is no class number");
                    if (!members.Add(number)) throw Wrong($"group {Foreign.Quoted(group.Name)} holds class {number} twice");
                    classes.Add(number);
                }
                groups.Add(new(group.Name, classes));
            }
            return groups.Count > 0 ? new ClassGroups(groups) : throw Wrong("holds no groups");
        });
    }
}
