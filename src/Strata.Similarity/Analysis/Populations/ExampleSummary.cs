namespace Strata.Analysis.Populations;

/// <summary>
/// How far two populations differ about single examples, beside what differs by chance. Percentage points and percent, but for the
/// correlations.
/// </summary>
/// <param name="Count">Test examples.</param>
/// <param name="Sd">Standard deviation of the difference of accuracies.</param>
/// <param name="BinomialSd">What it would be were the populations alike.</param>
/// <param name="ControlSd">Of the two halves of A.</param>
/// <param name="ControlBinomialSd">What binomial numbers of that many models have: halves are smaller, so more than
/// <paramref name="BinomialSd"/>.</param>
/// <param name="Correlation">Of the accuracies of A and B; null where one is the same for all examples.</param>
/// <param name="Over10">Percent of the examples whose accuracies differ by more than 10 points.</param>
/// <param name="Over20">By more than 20 points.</param>
/// <param name="Control">All of it for the halves of A.</param>
/// <param name="ControlB">All of it for the halves of B.</param>
/// <param name="Halves">All of it for A's first half against B's first half, which has the control's number of models.</param>
public sealed record ExampleSummary(
    int Count, double Sd, double BinomialSd, double ControlSd, double ControlBinomialSd, double? Correlation, double Over10, double Over20,
    ExampleDifferences Control, ExampleDifferences ControlB, ExampleDifferences Halves)
{
    internal static ExampleSummary Of(Correctness a, Correctness b)
    {
        Correctness first = a.FirstHalf, other = b.FirstHalf;
        ExampleDifferences whole = Between(a, b), control = Between(first, a.SecondHalf);
        return new(a.Examples, whole.Sd, whole.BinomialSd, control.Sd, control.BinomialSd, whole.Correlation, whole.Over10, whole.Over20,
            control, Between(other, b.SecondHalf), Between(first, other));
    }

    private static ExampleDifferences Between(Correctness a, Correctness b)
        => ExampleDifferences.Of(a.Counts, a.Models, b.Counts, b.Models);
}
