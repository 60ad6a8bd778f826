using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Models.Families;

namespace Strata.Studies.Tests.Format;

public class SchemaTests
{
    private static readonly JsonDocumentOptions s_lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true
    };

    public static TheoryData<string> Studies => [.. Directory.EnumerateFiles(StudiesFolder, "*.json").Select(f => Path.GetFileName(f))];

    private static string StudiesFolder
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Strata.slnx"))) folder = folder.Parent;
            return Path.Combine(folder!.FullName, "studies");
        }
    }

    /// <summary>Paths of the members of a value, array indices left out.</summary>
    private static IEnumerable<string> Members(JsonNode? node, string path) => node switch
    {
        JsonObject whole => whole.SelectMany(m => Members(m.Value, $"{path}.{m.Key}").Prepend($"{path}.{m.Key}")),
        JsonArray list => list.SelectMany(item => Members(item, path)),
        _ => [],
    };

    /// <summary>The same for what a schema allows.</summary>
    private static IEnumerable<string> Allowed(JsonNode? schema, string path)
    {
        if (schema is not JsonObject form) return [];
        IEnumerable<string> own = form["properties"] is JsonObject properties
            ? properties.SelectMany(p => Allowed(p.Value, $"{path}.{p.Key}").Prepend($"{path}.{p.Key}")) : [];
        IEnumerable<string> items = Allowed(form["items"], path), any = form["anyOf"] is JsonArray choices
            ? choices.SelectMany(c => Allowed(c, path)) : [];
        return own.Concat(items).Concat(any);
    }

    /// <summary>
    /// A model is written with the options of its family or as files, so that all families and files together have all of them.
    /// </summary>
    [Fact]
    public void The_schema_allows_exactly_what_is_written_and_its_own_mention()
        => Assert.Equal(Members(JsonNode.Parse(StudyFile.Write(Small.Study() with
        {
            Models = [.. ModelFamilies.All.Select(family => new StudyModel { Family = family.Name, Depth = [1] }),
                new() { Depth = [], Files = "zoo/*.th", Group = "zoo" }],
            Report = new() { Claim = "figure-1" },
        })), "").Append(".$schema").Distinct().Order(),
            Allowed(JsonNode.Parse(StudyFile.Schema()), "").Distinct().Order());

    [Fact]
    public void Every_object_is_closed_and_every_member_described()
    {
        static void Check(JsonNode? node)
        {
            if (node is JsonArray list) foreach (JsonNode? item in list) Check(item);
            if (node is not JsonObject form) return;
            if (form["properties"] is JsonObject properties)
            {
                Assert.False(form["additionalProperties"]!.GetValue<bool>());
                Assert.All(properties, p => Assert.NotEmpty(p.Value!["description"]!.GetValue<string>()));
            }
            foreach ((string name, JsonNode? value) in form) if (name != "default") Check(value);
        }
        JsonNode schema = JsonNode.Parse(StudyFile.Schema())!;
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema["$schema"]!.GetValue<string>());
        Check(schema);
    }

    [Theory]
    [MemberData(nameof(Studies))]
    public void Every_study_that_comes_along_is_valid_and_known_to_the_schema(string name)
    {
        string path = Path.Combine(StudiesFolder, name);
        Assert.Equal(Path.GetFileNameWithoutExtension(name), StudyFile.Read(path).Name);
        Assert.Subset(Allowed(JsonNode.Parse(StudyFile.Schema()), "").ToHashSet(),
            Members(JsonNode.Parse(File.ReadAllText(path), documentOptions: s_lenient), "").ToHashSet());
    }
}
