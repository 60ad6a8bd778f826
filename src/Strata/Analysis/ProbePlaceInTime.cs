namespace Strata.Analysis;

/// <summary>How far a training of probes is: whole epochs, steps of the next, and the time that they took.</summary>
internal sealed record ProbePlaceInTime(int Epoch, int Step, double Seconds);
