using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Strata.EndToEnd.Tests;

/// <summary>
/// The command under cultures of ICU: German and Swedish have a decimal comma, Swedish another minus, Turkish another upper case of i,
/// Arabic other signs and another calendar. Names, files and sentences must not show any of it.
/// </summary>
public sealed partial class CultureTests
{
    private const string Study = """
        {
          "name": "culture", "data": { "source": "digits", "fractions": "1/4" },
          "models": [{ "family": "resnet-cifar", "depth": 8, "width": [0.5, 0.75], "seeds": 2 }],
          "training": { "epochs": 2, "batch": 64, "learningRate": 0.05, "weightDecay": 1e-4, "precision": "fp32" },
          "similarity": { "layers": "add", "batch": 64, "passes": 1, "across": "seeds" },
          "errors": { "resamples": 0 },
          "analyses": ["blocks", "components", "stability", "errors", "sparsity"],
        }
        """;

    private static readonly string[][] s_commands =
    [
        ["train", "--depth", "8", "--width", "0.75", "--data", "digits", "--fraction", "1/4", "--batch", "64", "--epochs", "2",
            "--learning-rate", "0.05", "--precision", "fp32", "--threads", "1", "--output", "m.safetensors"],
        ["inspect", "m.safetensors"],
        ["predict", "m.safetensors", "--data", "digits", "--output", "p.npy"],
        ["compare", "m.safetensors", "--data", "digits", "--layers", "add", "--passes", "1", "--threads", "1", "--output", "c"],
        ["blocks", "c/cka.npy"],
        ["similarity", "p.npy", "p.npy", "--kernel", "rbf:0.5", "--null", "20"],
        ["prune", "m.safetensors", "--data", "digits", "--stage", "1", "--keep", "1", "--output", "q.safetensors"],
        ["train", "--depth", "8", "--data", "digits", "--learning-rate", "-0.5", "--output", "n.safetensors"],
        ["train", "--depth", "-14", "--data", "DIGITS", "--output", "n.safetensors"],
        ["run", "s.json", "--threads", "1", "--output", "out"],
        ["status", "out"],
    ];

    /// <summary>What differs from run to run: times, and the folder.</summary>
    [GeneratedRegex(@"images/s( +\d+)+|(original|pruned) \d+-\d+|\d[\d.,]*( min \d+)? s\b|[\d.,]+ images/s"
        + @"|\d{4}-\d\d-\d\d[T ][\d:.]+(Z|\+00:00)?|/[^ ]*/strata-end-to-end-\w+/"
        + @"|""(seconds|imagesPerSecond|remainingSeconds|created|checksum|bytes|sha256)"": ?[^,}\n]*")]
    private static partial Regex Varying();

    [Fact]
    public void Nothing_that_is_written_depends_on_the_culture()
    {
        using var plain = new WorkFolder();
        File.WriteAllText(plain["s.json"], Study);
        RunResult[] expected = [.. s_commands.Select(command => plain.Strata([.. command, "--quiet"]))];
        foreach (string culture in (string[])["de_DE", "sv_SE", "tr_TR", "ar_SA"])
        {
            using var foreign = new WorkFolder();
            File.WriteAllText(foreign["s.json"], Study);
            Assert.Equal(expected.Select(Told), s_commands.Select(command => Told(Under(culture, foreign, [.. command, "--quiet"]))));
            Assert.Equal(plain.Files, foreign.Files);
            Assert.All(plain.Files, file => Assert.Equal(Content(plain[file]), Content(foreign[file])));
        }
    }

    private static RunResult Under(string culture, WorkFolder folder, string[] command)
    {
        KeyValuePair<string, string>[] environment = [new("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0"), new("LC_ALL", $"{culture}.UTF-8")];
        using RunningProcess process = RunningProcess.Start(folder["."], Repository.Command, command, environment);
        RunResult result = process.Wait();
        Needs.Installed(!result.Errors.Contains("ICU", StringComparison.Ordinal), "ICU is missing (on Debian: apt-get install libicu-dev)");
        return result;
    }

    private static string Told(RunResult result) => $"{result.ExitCode} {Settled(result.Output)} {Settled(result.Errors)}";

    private static string Content(string file) => Path.GetExtension(file) switch
    {
        ".npy" or ".safetensors" => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))),
        // The page's key goes over the manifests that it shows, with their times.
        ".json" when Path.GetFileName(Path.GetDirectoryName(file)) == "report" => "",
        ".json" or ".jsonl" or ".svg" => Settled(File.ReadAllText(file)),
        // Seconds are a column of the table of models, and the page and pictures are made of all this.
        ".csv" when Path.GetFileName(file) != "models.csv" => Settled(File.ReadAllText(file)),
        _ => "",
    };

    private static string Settled(string text) => Varying().Replace(text, "#");
}
