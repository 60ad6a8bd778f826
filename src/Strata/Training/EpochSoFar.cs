namespace Strata.Training;

/// <summary>
/// What the steps of an epoch that is not at its end have given; saved with the state, so that a training stops after any step.
/// </summary>
internal sealed class EpochSoFar
{
    public int Steps { get; set; }

    /// <summary>Sum over the examples.</summary>
    public double Loss { get; set; }

    public long Right { get; set; }

    public double Seconds { get; set; }
}
