using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Storage;

namespace Strata.Studies.Running;

/// <summary>Makes the blocks folder of a model from its similarity and, where they were computed, its components.</summary>
internal static class BlockAnalysis
{
    public const string FileName = "blocks.json";

    public static void Make(ArtifactStore store, Artifact artifact, Artifact similarity, Artifact? components)
    {
        var clock = Stopwatch.StartNew();
        SimilarityMatrix matrix = SimilarityFolder.Read(store.FolderOf(similarity));
        double[]? shares = components is { } there ? SharesOf(store.FolderOf(there), matrix.LayersA) : null;
        var options = new BlockOptions { HasInput = matrix.LayersA[0].Kind == "input" };
        BlockStructure structure = BlockStructure.Detect(matrix.Values, options, shares, matrix.LayersA);

        using WorkingFolder folder = WorkingFolder.OpenEmpty(store, artifact);
        string json = JsonSerializer.Serialize(structure, StudyJson.File);
        AtomicFile.WriteText(Path.Combine(folder.Path, FileName), json + "\n");
        var inputs = new Dictionary<string, string> { ["similarity"] = similarity.Key };
        if (components is { } used) inputs["components"] = used.Key;
        new Manifest
        {
            Kind = "blocks",
            Name = artifact.Name,
            Key = artifact.Key,
            Inputs = inputs,
            Options = (JsonObject)JsonSerializer.SerializeToNode(options, StudyJson.Line)!,
            Environment = RunEnvironment.Capture(threads: 1),
            Seconds = clock.Elapsed.TotalSeconds,
            Created = DateTimeOffset.UtcNow,
            Warnings = [],
            Results = new JsonObject { ["verdict"] = structure.Verdict },
        }.Write(folder.Path);
        folder.Publish();
    }

    /// <summary>The verdict of a blocks folder.</summary>
    public static BlockStructure Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return JsonSerializer.Deserialize<BlockStructure>(File.ReadAllBytes(path), StudyJson.File) ?? throw new InvalidFileException(path, "null is no verdict");
        }
        catch (JsonException wrong)
        {
            throw new InvalidFileException(path, $"no verdict: {wrong.Message}", wrong);
        }
    }

    /// <summary>Shares of the given layers: a similarity may be of a selection of those whose components were computed.</summary>
    public static double[] SharesOf(string folder, IReadOnlyList<LayerInfo> layers)
    {
        using NpyReader file = NpyFile.Open(Path.Combine(folder, ComponentsWork.SharesFile));
        double[] values = file.ReadAll();
        IReadOnlyList<LayerInfo> known = LayerList.Read(Path.Combine(folder, ComponentsWork.LayersFile));
        if (values.Length != known.Count) throw new InvalidFileException(folder, $"{values.Length} shares of {known.Count} layers");
        var shares = known.Zip(values).ToDictionary(p => p.First.Name, p => p.Second);
        return [.. layers.Select(l => shares.GetValueOrDefault(l.Name, double.NaN))];
    }
}
