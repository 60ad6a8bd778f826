using Strata.Report.Tables;

namespace Strata.Report.Page;

/// <summary>What stands beside an opened heatmap.</summary>
internal static class Facts
{
    public static IEnumerable<(string Name, string Value)> Of(StudyView study, LayerMap comparison)
    {
        if (!comparison.Matrix.Within)
        {
            if (!comparison.IsSimilarity && comparison.Says != "") yield return ("Cells", comparison.Says);
            yield return ("Rows, upwards", study.Label(comparison.A));
            yield return ("Columns, to the right", study.Label(comparison.B));
            yield return ($"Mean {comparison.Measure}", Format.Unit(comparison.Matrix.Mean));
            if (comparison.Correspondence is not { } match) yield break;
            yield return ("Best matches",
                $"depths correlate by {Format.Unit(match.DepthCorrelationA)} (rows) and {Format.Unit(match.DepthCorrelationB)} "
                + $"(columns), and differ by {Format.Percent(match.DepthDifference)} of the depth on average");
            if (match.MeanInside is not null)
                yield return ("Mean CKA of the windows",
                    $"{Format.Unit(match.MeanInside)} between them, {Format.Unit(match.MeanOutside)} elsewhere");
            yield break;
        }
        ModelContent model = study.Model(comparison.A);
        if (!comparison.IsSimilarity)
        {
            foreach (var fact in Derived(study, comparison)) yield return fact;
            yield break;
        }
        if (comparison.Block is { } block)
        {
            yield return ("Verdict", StudyView.Failing(model) is { } failing ? $"none counts: the network {failing}" : block.Verdict);
            string[] windows = [.. Window.Lines(comparison)];
            if (windows.Length > 0) yield return ("Window of the verdict", windows[0]);
            else if (Window.Describe(comparison) is { } small)
                yield return ("Longest similar window",
                    $"layers {small}, {Format.Percent(block.Share)} of all, mean CKA {Format.Unit(block.Mean)}");
            if (windows.Length > 1) yield return ("Other large windows", string.Join("\n", windows[1..]));
            foreach (string note in block.Notes) yield return ("Note", note);
            yield return ("Pairs above .9 (f90)", Format.Unit(block.F90));
        }
        if (comparison.Shares is { Count: > 0 })
            yield return ($"PC1 share ≥ {Window.DominantShare(comparison)}",
                $"{Format.Percent(StudyTables.Dominated(comparison))} of the layers; largest "
                + $"{Format.Unit(comparison.LargestShare)}");
        if (model.Expendable.Count > 0)
            yield return ("Layers that can go", ExpendableBranches.List(model.Expendable) is { Length: > 0 } branches
                ? $"the last residual branches, {branches}, for at most a point of accuracy"
                : "none: the last branch of any stage is worth more than a point of accuracy");
        if (comparison.Block is { } judged) yield return ("Thresholds", Window.Thresholds(judged.Thresholds));
        yield return ("Training", !model.Trained ? "none: untrained control"
            : model.Seed is not { } seed ? "elsewhere: it came in a file"
            : $"{Configuration.Of(model).FractionLabel}, seed {seed}, {Format.Duration(model.Seconds)}");
        yield return ("Test accuracy", Format.Percent(model.TestAccuracy)
            + (model.BestTestAccuracy is null ? "" : $" (best {Format.Percent(model.BestTestAccuracy)}"
                + (model.BestEpoch is int epoch ? $" at epoch {epoch})" : ")")));
        if (model.TrainAccuracy is not null) yield return ("Train accuracy", Format.Percent(model.TrainAccuracy));
        yield return ("Size", (model.Parameters == 0 ? ""
            : $"{Format.Count(model.Parameters)} parameters, {Format.Count(model.MultiplyAdds)} multiply-adds, ")
            + $"{comparison.Matrix.LayersA.Count} layers");
        if (model.SharedVariant != "") yield return ("Common to all models", model.SharedVariant[", ".Length..]);
        yield return ("Artifact", model.Name);
    }

    /// <summary>Of a map that is not the similarity itself.</summary>
    private static IEnumerable<(string Name, string Value)> Derived(StudyView study, LayerMap map)
    {
        if (map.Says != "") yield return ("Cells", map.Says);
        LayerMap? within = map.OfSeeds ? null : study.Within(study.Model(map.A));
        yield return ("Mean", Format.Unit(map.Matrix.Mean)
            + (within is null ? "" : $", where CKA itself has {Format.Unit(within.Matrix.Mean)}"));
        if (within is not null && Window.Judged(within) is var (first, last))
            yield return ("In the window",
                $"layers {first}–{last}, mean {Format.Unit(StudyTables.MeanCka(map.Matrix, first, last))}, where CKA itself has "
                + $"{Format.Unit(within.Block!.Mean)}");
        if (map.OfSeeds && study.Content.Stabilities.FirstOrDefault(s => s.Models.Contains(map.A))?.Stability is { } found)
            yield return ("Seeds", $"{found.WithWindow} of {found.Seeds} have a large window"
                + (found.Overlap is { } overlap
                    ? $"; two such windows share {Format.Percent(overlap)} of the layers that either covers" : ""));
    }
}
