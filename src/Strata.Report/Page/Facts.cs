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
            yield return ("PC1 share ≥ .5", $"{Format.Percent(shares.Count(share => share >= 0.5) / (double)shares.Count)} of layers, at most {Format.Unit(shares.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max())}");
        yield return ("Training", model.Trained ? $"{Configuration.Of(model).FractionLabel}, seed {model.Seed}, {Format.Duration(model.Seconds)}" : "none: untrained control");
        yield return ("Test accuracy", Format.Percent(model.TestAccuracy)
            + (model.BestTestAccuracy is null ? "" : $" (best {Format.Percent(model.BestTestAccuracy)}" + (model.BestEpoch is int epoch ? $" at epoch {epoch})" : ")")));
        if (model.TrainAccuracy is not null) yield return ("Train accuracy", Format.Percent(model.TrainAccuracy));
        yield return ("Size", $"{Format.Count(model.Parameters)} parameters, {Format.Count(model.MultiplyAdds)} multiply-adds, {comparison.Matrix.LayersA.Count} layers");
        yield return ("Artifact", model.Name);
    }
}
