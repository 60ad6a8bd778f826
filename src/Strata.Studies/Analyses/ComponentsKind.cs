using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Strata.Activations;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Models;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Work;

namespace Strata.Studies.Analyses;

/// <summary>Principal components: components.json, shares.npy, scores.npy, cosines.npy, examples.npy, layers.json.</summary>
internal sealed class ComponentsKind : AnalysisKind
{
    private const string SharesFile = "shares.npy", ScoresFile = "scores.npy", CosinesFile = "cosines.npy", ExamplesFile = "examples.npy",
        LayersFile = "layers.json";

    /// <summary>Passes over the images that settle the leading eigenvalues of nearly all layers.</summary>
    public const double UsualPasses = 10;

    public override string Name => Study.Components;
    public override string Plural => "principal components";

    /// <summary>What is seen of a model, as its comparisons do; left out of the options where it is all of it.</summary>
    private sealed record Seen(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Layers = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] TokenChoice Tokens = default);

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        ComponentOptions options = planning.Study.PrincipalComponents;
        StudySimilarity compared = planning.Study.Similarity;
        int examples = Math.Min(options.MaxExamples ?? int.MaxValue, planning.Data.Test.Count);
        return planning.Models.Select(m => AnalysisPlanning.OfModel(this, m, Asked(m),
            UsualPasses * examples * m.MultiplyAddsPerImage) with
        {
            Bytes = PrincipalComponents.Bytes(Looked(m), examples, options)
        });

        IReadOnlyList<LayerInfo> Looked(PlannedModel model) => model.Graph is null ? model.Layers
            : [.. LayerSelection.Select(model.Layers, compared.Layers).Select(layer => model.Layers[layer])];

        // Most tensors of a graph are details, and a network's own layers are all computed: its results may be there already.
        JsonObject Asked(PlannedModel model)
        {
            JsonObject asked = AnalysisPlanning.Options(options);
            var seen = new Seen(model.Graph is null ? null : compared.Layers, compared.Tokens);
            foreach ((string name, JsonNode? value) in AnalysisPlanning.Options(seen)) asked[name] = value?.DeepClone();
            return asked;
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        using IClassifier model = work.OpenModel();
        Seen seen = work.Options<Seen>();
        using var layers = new ChosenLayers(model, seen.Layers ?? "all");
        using var source = new TokenSource(layers, seen.Tokens);
        LayerComponents result = PrincipalComponents.Of(source, work.Options<ComponentOptions>(), new ComponentPasses(work.Progress),
            work.Stop);
        NpyFile.Write(Path.Combine(work.Folder, SharesFile), result.Shares, result.Shares.Length);
        NpyFile.Write(Path.Combine(work.Folder, ScoresFile), result.Scores);
        NpyFile.Write(Path.Combine(work.Folder, CosinesFile), result.Cosines);
        NpyFile.Write(Path.Combine(work.Folder, ExamplesFile), [.. result.Examples], result.Examples.Count);
        LayerList.Write(Path.Combine(work.Folder, LayersFile), result.Layers);
        work.WriteJson(new JsonObject
        {
            ["layers"] = new JsonArray([.. result.Layers.Select(l => (JsonNode)l.Name)]),
            ["shares"] = Numbers(result.Shares),
            ["leading"] = new JsonArray([.. Enumerable.Range(0, result.Shares.Length)
                .Select(i => (JsonNode)Numbers([.. Enumerable.Range(0, result.Leading.GetLength(1)).Select(k => result.Leading[i, k])]))]),
            ["variance"] = Numbers(result.Variance),
            ["undefined"] = JsonSerializer.SerializeToNode(result.Undefined, StudyJson.Line),
            ["examples"] = result.Examples.Count,
            ["examplesHash"] = result.ExamplesHash,
            ["passes"] = result.Passes,
        });
        return new() { Warnings = result.Warnings };
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
    {
        if (own is null || CosinesOf(folder, own.LayersA) is not { } cosines) yield break;
        double[,] errors = new double[cosines.GetLength(0), cosines.GetLength(1)];
        MemoryMarshal.CreateSpan(ref errors[0, 0], errors.Length).Fill(double.NaN);
        yield return new LayerMap
        {
            Name = $"cosines-{analysis.Name}",
            Title = "cosines of PC1",
            Says = "squared cosine between two layers' projections of the examples on their first principal components; where a block is "
                + "the work of one component, it resembles CKA",
            Measure = "cos²",
            Models = analysis.Models,
            A = analysis.Models[0],
            B = analysis.Models[0],
            Matrix = own with { Values = cosines, StandardErrors = errors, Warnings = [], Undefined = [] },
        };
    }

    /// <summary>Shares of the given layers: a similarity may be of a selection of those whose components were computed.</summary>
    public static double[] SharesOf(string folder, IReadOnlyList<LayerInfo> layers)
    {
        using NpyReader file = NpyFile.Open(Path.Combine(folder, SharesFile));
        double[] values = file.ReadAll();
        IReadOnlyList<LayerInfo> known = LayerList.Read(Path.Combine(folder, LayersFile));
        if (values.Length != known.Count) throw new InvalidFileException(folder, $"{values.Length} shares of {known.Count} layers");
        var shares = known.Zip(values).ToDictionary(p => p.First.Name, p => p.Second);
        return [.. layers.Select(l => shares.GetValueOrDefault(l.Name, double.NaN))];
    }

    /// <summary>Squared cosines of the first components' projections, of the given layers; null where one of them is not there.</summary>
    public static double[,]? CosinesOf(string folder, IReadOnlyList<LayerInfo> layers)
    {
        double[,] values = NpyFile.ReadMatrix(Path.Combine(folder, CosinesFile));
        var places = LayerList.Read(Path.Combine(folder, LayersFile)).Index().ToDictionary(l => l.Item.Name, l => l.Index);
        if (values.GetLength(0) != places.Count || values.GetLength(1) != places.Count)
            throw new InvalidFileException(folder, $"{values.GetLength(0)} × {values.GetLength(1)} cosines of {places.Count} layers");
        if (!layers.All(l => places.ContainsKey(l.Name))) return null;
        double[,] chosen = new double[layers.Count, layers.Count];
        for (int i = 0; i < layers.Count; i++)
            for (int j = 0; j < layers.Count; j++) chosen[i, j] = values[places[layers[i].Name], places[layers[j].Name]];
        return chosen;
    }

    /// <summary>JSON has no NaN; undefined shares are null, with the reason beside them.</summary>
    private static JsonArray Numbers(double[] values) => new([.. values.Select(v => double.IsFinite(v) ? (JsonNode)v : null)]);
}
