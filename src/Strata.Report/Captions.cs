namespace Strata.Report;

/// <summary>The words below a figure in print, in a file beside it.</summary>
internal static class Captions
{
    public static string Of(StudyView study, LayerMap map)
    {
        string what = map.Says != "" ? map.Says : "CKA of every pair of layers";
        string over = map.Matrix.Examples is { Length: > 0 } examples
            ? $", over {examples.GetLength(1)} test examples"
                + (examples.GetLength(0) == 1 ? "" : $" in each of {examples.GetLength(0)} passes") : "";
        string axes = map.Matrix.Within ? "Layers in order, input at the lower left"
            : $"Rows, upwards: layers of {study.Label(map.A)}; columns, to the right: layers of {study.Label(map.B)}";
        string seeds = map.OfSeeds ? $" n = {map.Models.Count} seeds." : "";
        string verdict = map.Block is { } block && StudyView.Failing(study.Model(map.A)) is null
            ? $" Verdict: {block.Verdict} ({Window.Thresholds(block.Thresholds)})." : "";
        return $"{study.Label(map)}. {char.ToUpperInvariant(what[0])}{what[1..]}{over}.{seeds} {axes}.{Undefined(map)}{verdict}\n";
    }

    /// <param name="study">Whose networks are the points.</param>
    public static string Of(StudyView study, Chart chart)
    {
        int networks = study.Content.Models.Count(model => model.Trained && model.IsEvidence);
        string says = chart.Says == "" ? "" : $" {char.ToUpperInvariant(chart.Says[0])}{chart.Says[1..].TrimEnd('.')}.";
        string n = chart.Models.Count == 1 ? "" : $" n = {(chart.Models.Count > 0 ? chart.Models.Count : networks)} networks.";
        return $"{chart.Title}.{says}{n}\n";
    }

    public static string Of(ErrorsContent errors, PopulationLabels labels)
        => $"Errors of {labels.A} (n = {errors.Comparison.A.Models}) and {labels.B} (n = {errors.Comparison.B.Models}): accuracies of the "
            + "test examples, their differences beside what chance gives, and differences of classes with standard errors.\n";

    private static string Undefined(LayerMap map)
        => map.Matrix.Values.Cast<double>().Any(double.IsNaN) ? " Grey: undefined." : "";
}
