using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Models;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Running;

namespace Strata.Studies.Analyses;

/// <summary>Shares of the first principal components: components.json, shares.npy, layers.json.</summary>
internal sealed class ComponentsKind : AnalysisKind
{
    private const string SharesFile = "shares.npy", LayersFile = "layers.json";

    public override string Name => Study.Components;
    public override string Plural => "principal components";

    /// <inheritdoc/>
    /// <remarks>Some ten forward passes settle the leading eigenvalues of nearly all layers.</remarks>
    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        var options = new ComponentOptions();
        return planning.Models.Select(m => AnalysisPlanning.OfModel(this, m, options, 10.0 * (options.MaxExamples ?? planning.Data.Test.Count) * m.Spec.MultiplyAdds));
    }

    public override Findings Execute(AnalysisWork work)
    {
        using TrainedModel source = work.OpenModel();
        ComponentShares result = PrincipalComponents.Shares(source, work.Options<ComponentOptions>(), new Passes(work.Progress), work.Stop);
        NpyFile.Write(Path.Combine(work.Folder, SharesFile), result.Shares, result.Shares.Length);
        LayerList.Write(Path.Combine(work.Folder, LayersFile), result.Layers);
        work.WriteJson(new JsonObject
        {
            ["layers"] = new JsonArray([.. result.Layers.Select(l => (JsonNode)l.Name)]),
            ["shares"] = Numbers(result.Shares),
            ["variance"] = Numbers(result.Variance),
            ["undefined"] = JsonSerializer.SerializeToNode(result.Undefined, StudyJson.Line),
            ["examples"] = result.Examples,
            ["passes"] = result.Passes,
        });
        return new() { Warnings = result.Warnings };
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

    /// <summary>JSON has no NaN; undefined shares are null, with the reason beside them.</summary>
    private static JsonArray Numbers(double[] values) => new([.. values.Select(v => double.IsFinite(v) ? (JsonNode)v : null)]);

    private sealed class Passes(IProgress<WorkProgress> progress) : IProgress<ComponentProgress>
    {
        public void Report(ComponentProgress value) => progress.Report(new((double)value.Settled / value.Layers, $"pass {value.Passes}, {value.Settled} of {value.Layers} layers settled", null));
    }
}
