namespace Strata.Analysis.Populations;

/// <summary>For every example, the percent of each population that is right.</summary>
/// <param name="ControlA">Of A's first half.</param>
/// <param name="ControlB">Of A's second half: with <paramref name="ControlA"/> the control, two halves of one population.</param>
/// <param name="FirstHalfB">Of B's first half.</param>
/// <param name="SecondHalfB">Of B's second half: with <paramref name="FirstHalfB"/> B's control.</param>
public sealed record ExampleAccuracies(int[] Labels, double[] AccuracyA, double[] AccuracyB, double[] ControlA, double[] ControlB,
    double[] FirstHalfB, double[] SecondHalfB)
{
    /// <summary>
    /// The wrong class that most of A's models choose; −1 where none is wrong. Empty where it is not known, as in files of earlier
    /// versions.
    /// </summary>
    public int[] MistakenA { get; init; } = [];

    /// <summary>As <see cref="MistakenA"/>, of B.</summary>
    public int[] MistakenB { get; init; } = [];
}
