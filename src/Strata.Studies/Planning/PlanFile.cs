using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Studies.Planning;

/// <summary>Reads and writes plan.json, which ends in a checksum of itself.</summary>
internal static class PlanFile
{
    private const string What = "plan", WayOn = "run the study again, which writes it anew and keeps what is there";

    /// <summary>The last format without a checksum.</summary>
    private const int Unsealed = 3;

    /// <summary>The first format whose work stands in steps.</summary>
    private const int WithSteps = 5;

    /// <summary>Shares of all comparisons' passes; a plan lists each with what its steps make, and no file is long enough for more.
    /// </summary>
    private const long MostShares = 1_000_000;

    public static string Text(Plan plan) => SealedJson.Write(plan, StudyJson.File);

    /// <exception cref="InvalidFileException">Missing, damaged, of another version, or one that cannot be.</exception>
    public static Plan Read(string path)
    {
        if (!Path.Exists(path)) throw new InvalidFileException(path, "does not exist: no study was run there");
        byte[] text = JsonFile.ReadBytes(path, What);
        try
        {
            Header header = JsonFile.Parse<Header>(text, path, What, StudyJson.File);
            if (header.Format is < Unsealed or > Plan.CurrentFormat)
                throw new InvalidFileException(path, $"format {header.Format} is not {Plan.CurrentFormat}, the one of this version");
            SealedJson.Require(text, path, required: header.Format > Unsealed);
            Plan plan = JsonFile.Parse<Plan>(text, path, What, StudyJson.File);
            return Problem(plan) is { } problem ? throw new InvalidFileException(path, $"no {What}: {problem}") : plan;
        }
        catch (InvalidFileException wrong)
        {
            throw new InvalidFileException(path, $"{wrong.Problem}; {WayOn}", wrong);
        }
    }

    /// <summary>What of a plan cannot be, such as an analysis of a model that it does not have; null where it holds together.</summary>
    private static string? Problem(Plan plan)
    {
        if (plan.Models.Contains(null) || plan.Comparisons.Contains(null) || plan.Analyses.Contains(null) || plan.Classes.Contains(null))
            return "null stands in a list";
        if (Beyond(plan) is { } beyond) return beyond;
        foreach (PlannedModel model in plan.Models)
        {
            if (model.Architecture.Values.Contains(null)) return $"the architecture of {Foreign.Quoted(model.Name)} holds null";
            if (model.Graph is { } graph)
            {
                string? problem = model.File is null ? "it is read from no file" : graph.Problem();
                if (problem is not null) return $"{Foreign.Quoted(model.Name)} is no ONNX graph: {problem}";
            }
            try
            {
                _ = model.Spec;
            }
            catch (InvalidOptionsException wrong)
            {
                return $"{Foreign.Quoted(model.Name)}: {wrong.Problems[0]}";
            }
        }
        var models = new HashSet<string>();
        foreach (PlannedModel model in plan.Models)
            if (!models.Add(model.Name)) return $"it has {Foreign.Quoted(model.Name)} twice";
        foreach (PlannedAnalysis analysis in plan.Analyses)
        {
            if (!analysis.Kind.All(c => char.IsAsciiLetterLower(c) || c == '-')) return $"{Foreign.Quoted(analysis.Kind)} is no analysis";
            if (analysis.Models.Contains(null) || analysis.Inputs.Values.Any(i => i.Kind is null || i.Name is null || i.Key is null))
                return $"{Foreign.Quoted(analysis.Name)} holds null";
        }
        string? unknown = plan.Comparisons.SelectMany(c => new[] { c.A, c.B }).Concat(
            plan.Analyses.SelectMany(a => a.Models)).FirstOrDefault(name => !models.Contains(name));
        if (unknown is not null) return $"it is about {Foreign.Quoted(unknown)}, which is none of its models";
        return Folders(plan) ?? (plan.Format < WithSteps ? null : Steps(plan));
    }

    /// <summary>A number out of its range; before anything else is asked of the plan, which makes as much as these say.</summary>
    private static string? Beyond(Plan plan)
    {
        var problems = new List<string>();
        ComparisonRanges.Shards.Check("similarity.shards", plan.Similarity.Shards, problems);
        Check("similarity", plan.Similarity.Options);
        foreach (PlannedAnalysis analysis in plan.Analyses)
            if (analysis.Comparison is { } options) Check(Foreign.Quoted(analysis.Name), options);
        if (problems.Count > 0) return problems[0];
        long shares = (long)plan.Comparisons.Count * plan.Similarity.Shards;
        return shares <= MostShares ? null
            : $"similarity.shards: {plan.Comparisons.Count} comparisons of {plan.Similarity.Shards} are {shares} shares, expected up to "
                + $"{MostShares}";

        void Check(string whose, ComparisonOptions options)
        {
            ComparisonRanges.Batch.Check($"{whose}.batch", options.Batch, problems);
            ComparisonRanges.Passes.Check($"{whose}.passes", options.Passes, problems);
            ComparisonRanges.MaxExamples.Check($"{whose}.maxExamples", options.MaxExamples, problems);
        }
    }

    private static string? Folders(Plan plan)
    {
        var known = new HashSet<Artifact>();
        foreach ((Artifact artifact, IReadOnlyList<Artifact> needs) in plan.Needs())
        {
            // Names are those of folders, and lead nowhere else.
            if (artifact.Name is "" or "." or ".." || artifact.Name.AsSpan().ContainsAny('/', '\\', '\0'))
                return $"{Foreign.Quoted(artifact.Name)} is no name of a folder";
            if (!known.Add(artifact)) return $"it has {Foreign.Quoted(artifact.Folder)} twice";
            if (needs.Any(n => !known.Contains(n)))
                return $"{Foreign.Quoted(artifact.Folder)} is made from something that is not planned before it";
        }
        return null;
    }

    /// <summary>Every artifact is made by one step, behind those that it is made from.</summary>
    private static string? Steps(Plan plan)
    {
        var missing = plan.Work().Select(made => made.Artifact).ToHashSet();
        var before = new HashSet<string>();
        foreach (PlannedStep step in plan.Steps)
        {
            if (step is null || step.Needs.Contains(null!)) return "null stands in its steps";
            string name = Foreign.Quoted(step.Id);
            if (step.Threads < 1 || step.Makes.Count == 0) return $"step {name} makes nothing, or with no threads";
            if (step.Needs.FirstOrDefault(need => !before.Contains(need)) is { } need)
                return $"step {name} needs {Foreign.Quoted(need)}, which is no step before it";
            if (!before.Add(step.Id)) return $"it has step {name} twice";
            foreach (Artifact artifact in step.Makes)
                if (!missing.Remove(artifact)) return $"step {name} makes {Foreign.Quoted(artifact.Folder)}, which it has not or twice";
        }
        return missing.Count == 0 ? null : $"no step makes {Foreign.Quoted(missing.First().Folder)}";
    }

    /// <summary>What every version's plan has.</summary>
    private sealed record Header(int Format);
}
