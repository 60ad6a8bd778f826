using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Runtime;
using Strata.Settings;
using Strata.Studies.Analyses;
using Strata.Studies.Format;
using Strata.Studies.Reproduction;

namespace Strata.Studies;

/// <summary>Reads, writes and describes study files.</summary>
public static class StudyFile
{
    /// <summary>A page of text; anything larger is no study.</summary>
    private const long LargestFile = 4 << 20;

    /// <summary>Every member, described.</summary>
    internal static ObjectForm<Study> Form { get; } = StudyForm.Of(AnalysisKinds.All, PublishedFigures.Ids);

    private static readonly JsonSerializerOptions s_json =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a study: JSON with comments and trailing commas.</summary>
    /// <param name="sets">Values put in before it is checked, as <c>path=value</c>.</param>
    /// <exception cref="InvalidFileException">The file is missing, something else or far too large.</exception>
    /// <exception cref="InvalidOptionsException">No study; every problem at once, with its line.</exception>
    public static Study Read(string path, IReadOnlyList<string>? sets = null)
        => Parse(InputFile.ReadJson(path, "a study file", LargestFile), path, sets);

    /// <summary>Reads a study from UTF-8 text.</summary>
    /// <param name="name">What messages call the text.</param>
    /// <param name="sets">Values put in before it is checked, as <c>path=value</c>.</param>
    /// <exception cref="InvalidOptionsException">No study; every problem at once, with its line.</exception>
    public static Study Parse(ReadOnlySpan<byte> json, string name, IReadOnlyList<string>? sets = null)
    {
        Given root;
        try
        {
            root = Given.Parse(json, line => $"{name}:{line}");
        }
        catch (JsonException wrong)
        {
            throw new InvalidOptionsException($"{name}:{wrong.LineNumber + 1}: no JSON: {JsonFile.Sentence(wrong)}");
        }
        var problems = new Problems();
        List<string> found = [.. (sets ?? []).Select(set => Override.Apply(root, set)).OfType<string>()];
        Study? study = Form.Read(root, "", problems);
        found.AddRange(problems.All);
        return found.Count == 0 ? study! : throw new InvalidOptionsException(found);
    }

    /// <summary>The study with every default filled in.</summary>
    public static string Write(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return Form.Write(study with { Report = study.Report with { Title = study.Report.Title ?? study.Name } })!.ToJsonString(
            s_json) + "\n";
    }

    /// <summary>The JSON schema (draft 2020-12) of a study file.</summary>
    public static string Schema()
    {
        JsonObject form = Form.Schema();
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "A Strata study" };
        foreach ((string name, JsonNode? value) in form) schema[name] = value?.DeepClone();
        return schema.ToJsonString(s_json) + "\n";
    }
}
