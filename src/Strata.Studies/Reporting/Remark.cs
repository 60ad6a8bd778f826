using System.Text.RegularExpressions;

namespace Strata.Studies.Reporting;

/// <summary>What an analysis has to say of those who took no part.</summary>
/// <param name="Title">The analysis.</param>
/// <param name="Text">As its manifest has it, such as <c>NAME is left out: REASON</c>.</param>
internal sealed partial record Remark(string Title, string Text)
{
    private const string LeftOut = " is left out: ";

    /// <summary>Titles and models that a sentence names.</summary>
    private const int Named = 3, MostModels = 12;

    /// <summary>A sentence for each reason, however many models it keeps out of however many analyses. Reasons that differ in numbers
    /// alone are one: the first of them.</summary>
    public static IEnumerable<string> Of(IEnumerable<Remark> remarks)
    {
        foreach (var same in remarks.GroupBy(remark => Numbers().Replace(remark.Reason, "0")))
        {
            string[] titles = [.. same.Select(remark => remark.Title).Distinct()],
                models = [.. same.Select(remark => remark.Model).OfType<string>().Distinct()],
                reasons = [.. same.Select(remark => remark.Reason).Distinct()];
            string analyses = titles.Length <= Named ? string.Join(", ", titles)
                : $"{titles.Length} analyses ({string.Join(", ", titles.Take(Named))}, …)";
            string who = models.Length == 0 ? ""
                : $"{List(models)} {(models.Length == 1 ? "is" : "are")} left out: ";
            yield return $"{analyses}: {who}{reasons[0]}{(reasons.Length > 1 ? " (and others)" : "")}";
        }
    }

    private static string List(string[] models)
        => models.Length <= MostModels ? string.Join(", ", models)
            : $"{models.Length} models ({string.Join(", ", models.Take(Named))}, …)";

    private string? Model => Text.IndexOf(LeftOut, StringComparison.Ordinal) is >= 0 and var at ? Text[..at] : null;

    private string Reason => Model is { } model ? Text[(model.Length + LeftOut.Length)..] : Text;

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
