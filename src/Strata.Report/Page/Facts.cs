using Strata.Report.Tables;

namespace Strata.Report.Page;

/// <summary>What stands beside an opened heatmap.</summary>
internal static class Facts
{
    public static IEnumerable<(string Name, string Value)> Of(StudyView study, ComparisonContent comparison)
    {
        if (!comparison.Matrix.Within)
        {
            yield return ("Rows, upwards", study.Label(comparison.A));
            yield return ("Columns, to the right", study.Label(comparison.B));
            yield return ("Mean CKA", Format.Unit(StudyTables.MeanCka(comparison.Matrix)));
            if (comparison.Correspondence is not { } match) yield break;
            yield return ("Best matches", $"depths correlate by {Format.Unit(match.DepthCorrelationA)} (rows) and {Format.Unit(match.DepthCorrelationB)} (columns), and differ by {Format.Percent(match.DepthDifference)} of the depth on average");
            if (match.MeanInside is not null) yield return ("Mean CKA of the windows", $"{Format.Unit(match.MeanInside)} between them, {Format.Unit(match.MeanOutside)} elsewhere");
            yield break;
        }
        ModelContent model = study.Model(comparison.A);
        if (comparison.Block is { } block)
        {
            yield return ("Verdict", block.Verdict);
            yield return ("Longest similar window", Window.Describe(comparison) is { } window ? $"layers {window}, {Format.Percent(block.Share)} of all, mean CKA {Format.Unit(block.Mean)}" : Format.None);
            yield return ("Pairs above .9 (f90)", Format.Unit(block.F90));
        }
        if (comparison.Shares is { Count: > 0 } shares)
            yield return ($"PC1 share ≥ {Window.DominantShare(comparison)}", $"{Format.Percent(StudyTables.Dominated(comparison))} of the layers; largest {Format.Unit(shares.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max())}");
        if (comparison.Block is { } judged) yield return ("Thresholds", Window.Thresholds(judged.Thresholds));
        yield return ("Training", model.Trained ? $"{Configuration.Of(model).FractionLabel}, seed {model.Seed}, {Format.Duration(model.Seconds)}" : "none: untrained control");
        yield return ("Test accuracy", Format.Percent(model.TestAccuracy)
            + (model.BestTestAccuracy is null ? "" : $" (best {Format.Percent(model.BestTestAccuracy)}" + (model.BestEpoch is int epoch ? $" at epoch {epoch})" : ")")));
        if (model.TrainAccuracy is not null) yield return ("Train accuracy", Format.Percent(model.TrainAccuracy));
        yield return ("Size", $"{Format.Count(model.Parameters)} parameters, {Format.Count(model.MultiplyAdds)} multiply-adds, {comparison.Matrix.LayersA.Count} layers");
        yield return ("Artifact", model.Name);
    }
}
