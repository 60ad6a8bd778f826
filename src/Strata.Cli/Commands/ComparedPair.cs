using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Cli.Commands;

/// <summary>The two models of a comparison, which may be the same, and what identifies them.</summary>
/// <param name="Models">Files or folders of the rows and the columns.</param>
/// <param name="Hashes">Of their contents.</param>
/// <param name="Sources">As they are compared.</param>
/// <param name="Images">That they run on; null: they are activations.</param>
/// <param name="Shuffled">Whether the second sees the images in another order.</param>
/// <param name="Without">How many of the examples that weigh most are left out.</param>
internal sealed record ComparedPair(string[] Models, string[] Hashes, IActivationSource[] Sources, ImageSet? Images, bool Shuffled,
    int Without)
{
    /// <summary>What decides a comparison's sums beside examples and options.</summary>
    public string Identity(ComparisonOptions options)
        => ContentHash.OfText(Contents() + (Shuffled ? $"shuffled by {options.Seed}" : "")
            + (Without > 0 ? $"without {Without}" : ""));

    /// <summary>What the manifest of the matrix says.</summary>
    public Manifest Manifest(Measure? measure, ComparisonOptions options, SimilarityMatrix matrix, double seconds)
    {
        string key = $"{Contents(SimilarityManifest.OptionsOf(options, Shuffled, measure).ToJsonString())}"
            + $"{(Without > 0 ? $"without {Without}" : "")}{Threads.Current}";
        string name = string.Join("~", Models.Distinct().Select(Path.GetFileNameWithoutExtension)) + (Shuffled ? ", rows shuffled" : "");
        Manifest manifest = SimilarityManifest.Of(name, ContentHash.OfText(key), Inputs(), options, Shuffled, matrix, seconds, measure);
        if (Without > 0) manifest.Options["withoutExamples"] = Without;
        if (Readings() is { Count: > 0 } readings) manifest.Options["models"] = readings;
        return manifest with { Warnings = [.. manifest.Warnings, .. Images?.Warnings ?? []] };
    }

    private Dictionary<string, string> Inputs()
    {
        var inputs = new Dictionary<string, string> { ["a"] = Hashes[0], ["b"] = Hashes[1] };
        if (Images is not null) inputs["data"] = Images.Hash;
        return inputs;
    }

    private string Contents(string options = "")
        // What files do not say themselves decides the result too.
        => string.Join("\n", Inputs().Select(i => $"{i.Key}={i.Value}")) + options
            + (Readings() is { Count: > 0 } readings ? readings.ToJsonString() : "");

    /// <summary>How models that Strata did not write were read, by role.</summary>
    private JsonObject Readings()
    {
        var readings = new JsonObject();
        foreach ((string role, IActivationSource source) in new[] { ("a", Sources[0]), ("b", Sources[1]) })
            if (source.Reading is { } reading) readings[role] = reading.DeepClone();
        return readings;
    }
}
