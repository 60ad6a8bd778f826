using System.Text.RegularExpressions;

namespace Strata.EndToEnd.Tests.Guide;

/// <summary>
/// A document of the guide, taken apart. A comment in front of a fence says how its test differs from what a reader does:
/// <c>test: skip, REASON</c>, <c>test: with OPTIONS</c>, <c>test: save as PATH</c>, and <c>files: PATH, PATH</c> for what it must leave.
/// </summary>
internal sealed partial class Document
{
    private readonly string[] _lines;

    private Document(string name)
    {
        Name = name;
        _lines = File.ReadAllLines(System.IO.Path.Combine(Repository.Root, name));
        TakeApart();
    }

    /// <summary>README.md, and docs/ but for records of what was decided, found and measured.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["README.md", .. Markdown("docs").Where(name => name is not ("docs/decisions.md" or "docs/reliability.md")
            && (!name.StartsWith("docs/results/", StringComparison.Ordinal) || name == "docs/results/README.md"))];

    /// <summary>Every document that people write, wherever it lies.</summary>
    public static IReadOnlyList<string> All { get; } = ["README.md", "CONTRIBUTING.md", "bench/README.md", .. Markdown("docs")];

    public static Document Of(string name) => new(name);

    public string Name { get; }

    public List<Fence> Fences { get; } = [];

    /// <summary>Lines that are text: no fence, comment, table or picture.</summary>
    public List<(int Number, string Text)> Prose { get; } = [];

    /// <summary>Paragraphs and items of lists, each as one line that begins at <c>Number</c>.</summary>
    public IEnumerable<(int Number, string Text)> Paragraphs()
    {
        (int Number, string Text)? open = null;
        int last = 0;
        foreach ((int number, string line) in Prose)
        {
            bool heading = line.StartsWith('#'), item = Item().IsMatch(line);
            if (open is { } before && (heading || item || line.Length == 0 || number > last + 1))
            {
                yield return before;
                open = null;
            }
            last = number;
            if (heading || line.Length == 0) continue;
            open = open is { } going ? (going.Number, $"{going.Text} {line.Trim()}") : (number, Item().Replace(line, ""));
        }
        if (open is { } end) yield return end;
    }

    /// <summary>Targets of links and pictures.</summary>
    public IEnumerable<string> Links()
        => _lines.SelectMany(line => Link().Matches(Code().Replace(line, ""))).Select(match => match.Groups[1].Value);

    /// <summary>What the headings are called behind a <c>#</c>.</summary>
    public IEnumerable<string> Anchors()
        => Prose.Where(line => line.Text.StartsWith('#')).Select(line => NotInAnchors().Replace(
            line.Text.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static IEnumerable<string> Markdown(string folder)
        => Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private void TakeApart()
    {
        string comment = "";
        for (int i = 0; i < _lines.Length; i++)
        {
            string line = _lines[i];
            if (line.StartsWith("<!--", StringComparison.Ordinal))
            {
                int start = i;
                while (!_lines[i].Contains("-->", StringComparison.Ordinal)) i++;
                comment = string.Join('\n', _lines[start..(i + 1)]);
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                int start = i++;
                while (_lines[i] != "```") i++;
                Fences.Add(Described(comment, new Fence(Name, start + 1, line[3..], string.Join('\n', _lines[(start + 1)..i]))));
                comment = "";
            }
            else
            {
                comment = "";
                if (!line.StartsWith('|') && !line.StartsWith("![", StringComparison.Ordinal)) Prose.Add((i + 1, line));
            }
        }
    }

    private static Fence Described(string comment, Fence fence)
    {
        string Value(string word) => Regex.Match(comment, $"{word}(.*?)(?=\n|-->)").Groups[1].Value.Trim();
        return fence with
        {
            Skip = Value("test: skip,") is { Length: > 0 } reason ? reason : null,
            With = Value("test: with "),
            SaveAs = Value("test: save as ") is { Length: > 0 } path ? path : null,
            Files = Value("files: ").Split(", ", StringSplitOptions.RemoveEmptyEntries),
        };
    }

    [GeneratedRegex(@"^\s*([*-]|\d+\.)\s+")]
    private static partial Regex Item();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"[^\w\s-]")]
    private static partial Regex NotInAnchors();
}
