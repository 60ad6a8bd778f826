using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Data;

namespace Strata.Studies.Planning;

/// <summary>What the kinds of analyses see of a plan in the making.</summary>
/// <param name="problems">What a study asks for and cannot have.</param>
internal sealed class AnalysisPlanning(Study study, ImageSet data, IReadOnlyList<PlannedModel> models,
    IReadOnlyList<PlannedComparison> comparisons, List<string> problems)
{
    private readonly List<PlannedAnalysis> _planned = [];
    private readonly Dictionary<(string Kind, string Name), PlannedAnalysis> _named = [];
    private readonly Dictionary<string, PlannedComparison> _within = comparisons.Where(c => c.A == c.B).ToDictionary(c => c.A);

    public Study Study => study;
    public ImageSet Data => data;
    public IReadOnlyList<PlannedModel> Models => models;
    public IReadOnlyList<PlannedComparison> Comparisons => comparisons;
    public List<string> Problems => problems;

    /// <summary>For the keys of results that name classes: the images' own hash knows them by number alone.</summary>
    public JsonArray ClassNames() => new([.. data.Classes.Select(name => (JsonNode)name)]);

    /// <summary>Of all kinds so far.</summary>
    public IReadOnlyList<PlannedAnalysis> Planned => _planned;

    public void Add(IAnalysisPlan kind)
    {
        PlannedAnalysis[] added = [.. kind.Plan(this).Select(planned
            => planned with { Name = FolderName.Of(planned.Name), OfFamily = kind.OfFamily })];
        _planned.AddRange(added);
        foreach (PlannedAnalysis analysis in added) _named.TryAdd((analysis.Kind, analysis.Name), analysis);
    }

    /// <summary>The similarity of a model with itself, or null.</summary>
    public PlannedComparison? Within(PlannedModel model) => _within.GetValueOrDefault(model.Name);

    /// <summary>An analysis planned before, or null.</summary>
    public PlannedAnalysis? Find(string kind, string name) => _named.GetValueOrDefault((kind, name));

    /// <summary>An analysis of one model alone, its key made of the model's and the options.</summary>
    /// <param name="options">Serialised as JSON, in the order of their members.</param>
    public static PlannedAnalysis OfModel(IAnalysisPlan kind, PlannedModel model, object options, double multiplyAdds)
    {
        JsonObject settled = Options(options);
        return new()
        {
            Kind = kind.Name,
            Name = model.Name,
            Key = ContentKey.Of(kind.Name, new JsonObject { ["model"] = model.Key, ["options"] = settled.DeepClone() }),
            Title = $"{kind.Name} of {model.Label}",
            Inputs = new Dictionary<string, Artifact> { ["model"] = model.Artifact() },
            Models = [model.Name],
            Options = settled,
            MultiplyAdds = multiplyAdds,
            Threads = model.Threads,
        };
    }

    public static JsonObject Options(object options) => (JsonObject)JsonSerializer.SerializeToNode(options, StudyJson.Line)!;
}
