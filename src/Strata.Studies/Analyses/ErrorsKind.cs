using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Analysis.Populations;
using Strata.Data;
using Strata.Data.WordNet;
using Strata.Report;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Analyses;

/// <summary>Two populations by their errors, from their models' predictions, with pictures of the examples that differ most.</summary>
internal sealed class ErrorsKind : AnalysisKind
{
    /// <summary>A second or so, beside trainings of minutes.</summary>
    private const double Cost = 1e10;

    public override string Name => Study.PopulationErrors;
    public override string Plural => "comparisons of errors";
    public override bool OfFamily => true;

    public override string? GraphProblem(PlannedGraph graph, int classes) => graph.AnswerProblem(classes);

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        var models = planning.Models.ToDictionary(m => m.Name);
        PlannedModel[] answering =
            [.. planning.Models.Where(m => m.Graph is null || GraphProblem(m.Graph, planning.Data.Classes.Count) is null)];
        foreach (ErrorsOptions pair in Populations.Pairs(planning.Study, planning.Data, answering, planning.Problems))
        {
            JsonArray Keys(IReadOnlyList<string> names) => new([.. names.Select(name => (JsonNode)models[name].Key)]);
            string key = ContentKey.Of("errors",
                new JsonObject
                {
                    ["a"] = Keys(pair.ModelsA),
                    ["b"] = Keys(pair.ModelsB),
                    ["groups"] = JsonSerializer.SerializeToNode(pair.Groups, StudyJson.Line),
                    ["resamples"] = pair.Resamples,
                    ["classes"] = planning.ClassNames(),
                    // Raised when other models are left out, a statistic changes, or there is more.
                    ["version"] = 4,
                });
            string[] members = [.. pair.ModelsA, .. pair.ModelsB];
            yield return new()
            {
                Kind = Name,
                Name = $"{pair.A}~{pair.B}",
                Key = key,
                Title = $"errors of {pair.A} and {pair.B}",
                Inputs = members.ToDictionary(name => name, name => models[name].Artifact()),
                Models = members,
                Options = AnalysisPlanning.Options(pair),
                MultiplyAdds = Cost,
            };
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        ErrorsOptions pair = work.Options<ErrorsOptions>();
        var family = Family.Of(work);
        string[] modelsA = [.. pair.ModelsA.Where(family.Members.Contains)], modelsB = [.. pair.ModelsB.Where(family.Members.Contains)];
        if (modelsA.Length < 2 || modelsB.Length < 2)
        {
            return family.TooFew with
            {
                Nothing = $"{modelsA.Length} models of {pair.A} and {modelsB.Length} of {pair.B} can be used, expected 2 or more of each",
            };
        }
        Population a = Read(pair.A, modelsA, work), b = Read(pair.B, modelsB, work);
        // Two files of one network, such as a checkpoint and its export, are in both.
        if (PopulationComparison.Problem(a, b, work.Images.Test.Labels) is { } problem) return family.TooFew with { Nothing = problem };
        work.Progress.Report(new(0.5, $"{a.Models} against {b.Models} models"));
        PopulationComparison found = PopulationComparison.Of(a, b, work.Images.Test.Labels, pair.Groups is { } groups ? new(groups) : null,
            new() { Resamples = pair.Resamples });
        IReadOnlyList<string> classes = WnidNames.Of(work.Images.Classes);
        foreach (int index in Pictured(found))
            AtomicFile.Write(Path.Combine(work.Folder, PictureName(index)),
                stream => stream.Write(ImagePng.Of(work.Images, work.Images.Test, index)));
        ErrorGallery.Write(work.Folder, found, work.Images);
        PopulationFigures.Write(found, Path.Combine(work.Folder, "errors"),
            new() { A = pair.A, B = pair.B, Classes = classes });
        ErrorsFolder.Write(work.Folder, found, classes: classes);
        return new() { LeftOut = family.LeftOut, Warnings = found.Warnings };
    }

    /// <summary>What a page shows of an errors folder.</summary>
    /// <param name="known">Names of models that the page has.</param>
    public static ErrorsContent Read(PlannedAnalysis analysis, string folder, IReadOnlyList<string> classes, IReadOnlySet<string> known)
    {
        ErrorsOptions pair = analysis.Settled<ErrorsOptions>();
        PopulationComparison comparison = ErrorsFolder.Read(folder);
        return new ErrorsContent
        {
            Name = analysis.Name,
            ModelA = pair.ModelsA.First(known.Contains),
            ModelB = pair.ModelsB.First(known.Contains),
            Comparison = comparison,
            Classes = WnidNames.Of(classes),
            Pictures = Pictured(comparison).ToDictionary(index => index,
                index => InputFile.ReadAll(Path.Combine(folder, PictureName(index)), "a picture", Array.MaxLength)),
            Gallery = ErrorGallery.Read(folder),
        };
    }

    /// <summary>The populations that were compared: those of their models that are known.</summary>
    public static (Population A, Population B) PopulationsOf(PlannedAnalysis analysis, ArtifactStore store, IReadOnlySet<string> known)
    {
        ErrorsOptions pair = analysis.Settled<ErrorsOptions>();
        Population Of(string name, IReadOnlyList<string> members) => PopulationFile.Read([.. members
            .Where(member => known.Contains(member) && Learning.Problem(store.FolderOf(analysis.Inputs[member])) is null)
            .Select(member => Path.Combine(store.FolderOf(analysis.Inputs[member]), "predictions.npy"))]).Called(name);
        return (Of(pair.A, pair.ModelsA), Of(pair.B, pair.ModelsB));
    }

    private static string PictureName(int index) => $"example-{index}.png";

    /// <summary>The most different examples, and those that stand for the most different classes.</summary>
    private static IEnumerable<int> Pictured(PopulationComparison found)
        => found.AheadA.Concat(found.AheadB).Select(e => e.Index)
            .Concat(found.ClassesAheadA.Concat(found.ClassesAheadB).SelectMany(c => c.Examples)).Distinct();

    private static Population Read(string name, string[] members, AnalysisWork work)
    {
        string[] files = [.. members.Select(member => Path.Combine(work.Inputs[member], "predictions.npy"))];
        Population read = PopulationFile.Read(files).Called(name);
        int examples = work.Images.Test.Count, classes = work.Images.Classes.Count;
        return read.Examples == examples && read.Classes == classes ? read
            : throw new InvalidFileException(files[0],
                $"has shape [{read.Examples}, {read.Classes}], expected [{examples}, {classes}]");
    }
}
