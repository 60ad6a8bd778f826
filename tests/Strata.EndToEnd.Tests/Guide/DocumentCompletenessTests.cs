using System.Text.Json;
using System.Text.RegularExpressions;

namespace Strata.EndToEnd.Tests.Guide;

/// <summary>What the program has is in the guide: commands, and members of a study.</summary>
public sealed class DocumentCompletenessTests
{
    /// <summary>Of the program's own workers and shells.</summary>
    private static readonly string[] s_hidden = ["worker"];

    [Fact]
    public void Every_command_is_listed()
    {
        using var folder = new WorkFolder();
        string help = folder.Strata("--help").Expect(0).Output, page = Text("docs/commands.md");
        string[] commands = [.. help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n')
            .Where(line => line.Length > 2 && line[..2] == "  " && char.IsAsciiLetterLower(line[2]))
            .Select(line => line.Trim().Split(' ')[0])];
        Assert.Contains("train", commands);
        Assert.All(commands.Except(s_hidden), command => Assert.Contains($"`strata {command}", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_member_of_a_study_is_listed()
    {
        using var folder = new WorkFolder();
        JsonElement schema = JsonDocument.Parse(folder.Strata("schema").Expect(0).Output).RootElement;
        string pages = Text("docs/studies.md") + Text("docs/reference/options.md");
        string[] members = [.. Members(schema).Distinct()];
        Assert.Contains("weightDecay", members);
        Assert.All(members, member => Assert.Matches($@"`(\w+(\[\])?\.)?{Regex.Escape(member)}[`.\[]", pages));
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(Repository.Root, name));

    /// <summary>Names of all properties, at any depth.</summary>
    private static IEnumerable<string> Members(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(property => property.Name == "properties"
            ? property.Value.EnumerateObject().Select(member => member.Name).Concat(Members(property.Value)) : Members(property.Value)),
        JsonValueKind.Array => schema.EnumerateArray().SelectMany(Members),
        _ => [],
    };
}
