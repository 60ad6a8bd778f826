using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Cli.Commands;

/// <summary>What <c>strata calibrate</c> leaves: arrays, tables, a picture, a page, and the manifest with what they come from.</summary>
/// <param name="models">As they were given.</param>
/// <param name="names">As they are shown.</param>
/// <param name="set">Null where activations were given.</param>
internal sealed class CalibrationFolder(
    LayerCalibration found, Measure measure, ComparisonOptions options, string[] models, string[] names, ImageSet? set)
{
    private const string Values = "values.npy", Scores = "calibrated.npy", P = "p.npy", Examples = "examples.npy",
        LayersA = "layers_a.json", LayersB = "layers_b.json", Matches = "matches.csv", Picture = "calibrated";

    public static FolderContent Content { get; } = new("a calibration", Manifest.FileName,
        [Values, Scores, P, Examples, LayersA, LayersB, Matches, $"{Picture}.png", $"{Picture}.svg", ComparisonOutput.Page,
            Manifest.FileName]);

    /// <summary>The files that programs read, for help.</summary>
    public static string Listed => string.Join(", ", Matches, Values, Scores, P);

    public void Write(string folder, StudyContent page, Manifest manifest)
    {
        string In(string name) => Path.Combine(folder, name);
        NpyFile.Write(In(Values), found.Values);
        NpyFile.Write(In(Scores), found.Calibrated);
        NpyFile.Write(In(P), found.P);
        NpyFile.Write(In(Examples), found.Examples);
        LayerList.Write(In(LayersA), found.LayersA);
        LayerList.Write(In(LayersB), found.LayersB);
        CalibrationContent.Matches(found, names[0], names[1]).WriteCsv(In(Matches));
        Heatmap.Write(found.Map(found.Calibrated), In(Picture),
            new() { Title = $"{names[0]} and {names[1]}", Measure = $"{(measure is LinearCka ? "CKA" : measure.Text)} beyond chance" });
        AtomicFile.WriteText(In(ComparisonOutput.Page), StudyReport.PageAlone(page));
        // Last: it lists all files.
        manifest.Write(folder);
    }

    public Manifest Describe(double seconds)
    {
        var inputs = new Dictionary<string, string> { ["a"] = ContentHash.Of(models[0]), ["b"] = ContentHash.Of(models[1]) };
        if (set is not null) inputs["data"] = set.Hash;
        return new()
        {
            Kind = "calibration",
            Name = string.Join("~", models.Select(Path.GetFileNameWithoutExtension)),
            Key = "",
            Inputs = inputs,
            Options = new()
            {
                ["measure"] = found.Measure,
                ["layers"] = options.Layers,
                ["maxExamples"] = options.MaxExamples,
                ["tokens"] = options.Tokens.ToString().ToLowerInvariant(),
                ["shuffles"] = found.Shuffles,
                ["level"] = RowShuffleNull.Level,
                ["seed"] = options.Seed,
            },
            Environment = RunEnvironment.Capture(Threads.Current),
            Seconds = seconds,
            Created = DateTimeOffset.UtcNow,
            Warnings = [.. found.Warnings, .. set?.Warnings ?? []],
            Results = new()
            {
                ["best"] = JsonSerializer.SerializeToNode(found.Best, JsonSerializerOptions.Web),
                ["undefined"] = new JsonArray([.. found.Undefined.Select(layer
                    => (JsonNode)$"{layer.Model}, {layer.Layer}: {layer.Reason}")]),
            },
        };
    }
}
