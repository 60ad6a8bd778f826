using System.Text.Encodings.Web;
using System.Text.Json;
using Strata.Checkpoints;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>
/// A comparison of populations on disk: examples.parquet, classes.csv, confusions.csv, groups.csv, tests.json and manifest.json.
/// </summary>
public static class ErrorsFolder
{
    public const string Examples = "examples.parquet", Classes = "classes.csv", Groups = "groups.csv", Tests = "tests.json";
    public const string Confusions = "confusions.csv";

    /// <summary>All files that <see cref="Write"/> may make; the first is always there.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [Tests, Examples, Classes, Confusions, Groups, Manifest.FileName];

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    };

    /// <summary>
    /// Writes into an existing folder that nobody reads yet; the caller makes it visible by a rename, and gives it a manifest where there
    /// is none here. There is a table of groups where groups were given.
    /// </summary>
    /// <param name="classes">Names in order of class, as far as they are known.</param>
    public static void Write(string directory, PopulationComparison comparison, Manifest? manifest = null,
        IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ExampleTable.Write(Path.Combine(directory, Examples), comparison.Accuracies);
        ClassTable.Write(Path.Combine(directory, Classes), comparison.ClassTests, classes ?? []);
        ConfusionTable.Write(Path.Combine(directory, Confusions), comparison.ClassConfusions, classes ?? []);
        if (comparison.Groups.Count > 0) GroupTable.Write(Path.Combine(directory, Groups), comparison.Groups);
        AtomicFile.WriteText(Path.Combine(directory, Tests), JsonSerializer.Serialize(comparison, s_json) + "\n");
        manifest?.Write(directory);
    }

    /// <exception cref="InvalidFileException">A file is missing or damaged.</exception>
    public static PopulationComparison Read(string directory)
    {
        if (Path.Exists(Path.Combine(directory, Manifest.FileName))) Manifest.ReadWhole(directory);
        PopulationComparison tests = JsonFile.Read<PopulationComparison>(Path.Combine(directory, Tests), "comparison of populations",
            s_json);
        return tests with
        {
            ClassTests = ClassTable.Read(Path.Combine(directory, Classes)),
            ClassConfusions = ConfusionTable.Read(Path.Combine(directory, Confusions)),
            Accuracies = ExampleTable.Read(Path.Combine(directory, Examples)),
        };
    }
}
