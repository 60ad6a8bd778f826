namespace Strata.Training;

/// <summary>rate · ½(1 + cos(π · step / steps)), without warm-up (P1 §3).</summary>
internal sealed record CosineSchedule(double Rate, long Steps)
{
    public double At(long step) => Rate * 0.5 * (1 + Math.Cos(Math.PI * step / Steps));
}
