namespace Strata.Report;

/// <summary>What a measurement says of a published claim.</summary>
public enum ClaimVerdict
{
    Agrees,
    Disagrees,

    /// <summary>Too few networks, too small an effect, or what the claim is about did not occur.</summary>
    CannotTell,
}
