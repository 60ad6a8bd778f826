using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Strata.Runtime;

namespace Strata.Benchmarks;

/// <summary>Results per processor: bench/results/CPU/NAME.json, with versions, command and every single value.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions s_layout = new() { WriteIndented = true };

    public static string Write(string name, string unit, string peer, IEnumerable<BenchmarkCase> cases)
    {
        var environment = RunEnvironment.Capture();
        var content = new JsonObject
        {
            ["command"] =
                "dotnet run -c Release --project bench/Strata.Benchmarks -- "
                + $"{string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Select(WithoutFolders))}",
            ["unit"] = unit,
            ["environment"] = JsonSerializer.SerializeToNode(environment, JsonSerializerOptions.Web),
            ["peer"] = peer,
            ["cases"] = new JsonArray([.. cases.Select(c => new JsonObject
            {
                ["case"] = c.Name,
                ["figures"] = new JsonArray([.. c.Figures.Select(f => f.ToJson())]),
                ["timings"] = new JsonArray([.. c.Timings.Select(t => new JsonObject
                {
                    ["name"] = t.Name, ["median"] = t.Median, ["min"] = t.Minimum, ["max"] = t.Maximum, ["n"] = t.Values.Count,
                    ["values"] = new JsonArray([.. t.Values.Select(v => JsonValue.Create(v))]),
                })]),
            })]),
        };
        string folder = Path.Combine(Root(), Folder(environment.Processor));
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"{name}.json");
        File.WriteAllText(path, content.ToJsonString(s_layout) + "\n");
        return path;
    }

    /// <summary>The figures of every case in the text of a result file.</summary>
    public static IReadOnlyList<(string Case, Figure Figure)> Figures(string text)
        => [.. JsonNode.Parse(text)!["cases"]!.AsArray()
            .SelectMany(c => c!["figures"] is JsonArray figures
                ? figures.Select(f => (c["case"]!.GetValue<string>(), Figure.FromJson(f!))) : [])];

    /// <summary>Where results of a processor are, from the repository's root.</summary>
    public static string Folder(string processor)
        => $"bench/results/{Regex.Replace(processor.ToLowerInvariant(), "[^a-z0-9]+", "-").Trim('-')}";

    /// <summary>
    /// Where files lie on a machine is nobody else's business: imagefolder:/DATA/images.tar.gz becomes imagefolder:images.tar.gz.
    /// </summary>
    private static string WithoutFolders(string argument) => Regex.Replace(argument, "(^|:)[^:]*[/\\\\]", "$1");

    /// <summary>The repository that this program was built in.</summary>
    public static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Strata.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder
            ?? throw new StrataException($"{AppContext.BaseDirectory}: not inside a clone of Strata, where peers and results are");
    }
}
