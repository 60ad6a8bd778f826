using System.Text.RegularExpressions;

namespace Strata.Studies.Running;

/// <summary>Why steps failed, one line however many there are.</summary>
/// <param name="Reason">In a sentence.</param>
/// <param name="Artifacts">The folders within the output that could not be made for this reason.</param>
/// <param name="Dependents">How many others cannot be made without them.</param>
public sealed partial record FailureCause(string Reason, IReadOnlyList<string> Artifacts, int Dependents)
{
    private const int Named = 3;

    /// <summary>Reasons that differ in numbers alone, such as the epoch at which a training diverged, are one: the first of them.</summary>
    public static IReadOnlyList<FailureCause> Of(IEnumerable<FailedStep> failures)
        => [.. failures.GroupBy(failure => Numbers().Replace(failure.Reason, "0")).Select(same => new FailureCause(
            same.First().Reason + (same.Select(failure => failure.Reason).Distinct().Count() > 1 ? " (and others)" : ""),
            [.. same.Select(failure => failure.Artifact)], same.Sum(failure => failure.Dependents)))];

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();

    public override string ToString() => $"{Subjects}: {Reason}" + Dependents switch
    {
        0 => "",
        1 => $"; 1 step depends on {Pronoun}",
        _ => $"; {Dependents} steps depend on {Pronoun}",
    };

    private string Pronoun => Artifacts.Count == 1 ? "it" : "them";

    private string Subjects => Artifacts.Count <= Named ? string.Join(", ", Artifacts)
        : $"{Artifacts.Count} results ({string.Join(", ", Artifacts.Take(Named))}, …)";
}
