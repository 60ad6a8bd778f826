using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Checkpoints;
using Strata.Report;
using Strata.Runtime;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Reporting;

/// <summary>How a study was made: what a reader needs to judge it and to make it again.</summary>
internal static class Provenance
{
    public static IEnumerable<ProvenanceEntry> Of(ArtifactStore store, Plan plan)
    {
        List<(Artifact Artifact, Manifest Manifest)> made =
            [.. plan.Artifacts().Where(store.Has).Select(a => (a, Manifest.Read(store.FolderOf(a))))];
        yield return new("Command", plan.Command);
        yield return new("Data", $"{plan.Source}. {plan.Citation}{string.Concat(plan.DataWarnings.Select(warning => $"; {warning}"))}");
        yield return new("Data hash (SHA-256)", plan.DataHash);
        if (plan.Models.FirstOrDefault(m => m.IsTrainedHere) is { } trained) yield return new("Training", Recipe(trained));
        if (plan.Models.Any(m => m.File is not null))
            yield return new("Models from files", string.Join("; ", plan.Models.Where(m => m.File is not null).Select(File)));
        if (plan.Comparisons.Count > 0)
            yield return new("Similarity",
                $"minibatch CKA (unbiased, linear), layers {plan.Similarity.Layers}, batches of {plan.Similarity.Batch}, "
                + $"{plan.Similarity.Passes} passes over {(plan.Similarity.MaxExamples is { } most ? $"{most}" : "all")} test examples");

        foreach ((string name, Func<RunEnvironment, string> value) in s_environment)
        {
            // A study may have been made in several runs, on several machines.
            string[] values = [.. made.Select(m => value(m.Manifest.Environment)).Distinct()];
            if (values.Length > 0) yield return new(name, string.Join("; ", values));
        }
        foreach (IGrouping<string, Manifest> kind in made.GroupBy(m => m.Artifact.Kind, m => m.Manifest))
            yield return new($"Time for {Named(kind.Key)}",
                $"{kind.Sum(m => m.Seconds):0.0} s for {kind.Count()}, {kind.Average(m => m.Seconds):0.00} s each");
        if (made.Count > 0)
            yield return new("Made",
                $"{made.Min(m => m.Manifest.Created):yyyy-MM-dd HH:mm} to {made.Max(m => m.Manifest.Created):yyyy-MM-dd HH:mm} UTC");
        yield return Citations.Of(RunEnvironment.Capture(Threads.Available()), plan.Citation);
    }

    private static readonly (string Name, Func<RunEnvironment, string> Value)[] s_environment =
    [
        ("Versions", e => e.Versions),
        ("Machine", e => e.Machine),
        ("Threads per process", e => $"{e.Threads}"),
    ];

    private static string File(PlannedModel model)
        => $"{model.Label}: {Foreign.Path(model.File!.Path)} ({Form(model)}, "
            + $"images {(model.Training.Normalize is { } normalization ? $"normalised by {normalization}" : "as they are")})";

    private static string Form(PlannedModel model)
        => model.Graph is { } graph
            ? $"ONNX{(graph.Producer.Length > 0 ? $" by {graph.Producer}" : "")} with operators of version {graph.Opset}"
            : model.File!.Layout is { } layout ? $"names of {layout}" : "Strata's own";

    private static string Recipe(PlannedModel model)
    {
        var options = (JsonObject)JsonSerializer.SerializeToNode(model.Training, StudyJson.Line)!;
        // These differ between the models and stand with each.
        foreach (string own in new[] { "fraction", "seed" }) options.Remove(own);
        return string.Join(", ", options.Select(o => $"{o.Key} {o.Value}"));
    }

    private static string Named(string kind) => kind switch
    {
        ArtifactKind.Model => "models",
        ArtifactKind.Similarity => "similarity matrices",
        _ => AnalysisKinds.All.First(a => ArtifactKind.OfAnalysis(a.Name) == kind).Plural,
    };
}
