namespace Strata.Report;

/// <summary>A published claim beside what was measured. The page begins with it, and a run ends with it.</summary>
public sealed record ClaimCard : Exhibit
{
    /// <summary>What a person calls the figure, such as <c>Figure 2</c>.</summary>
    public required string Figure { get; init; }

    /// <summary>One sentence.</summary>
    public required string Claim { get; init; }

    /// <summary>The verdict or numbers that were published, and where.</summary>
    public required string Published { get; init; }

    /// <summary>What is judged, part by part.</summary>
    public required IReadOnlyList<ClaimFinding> Findings { get; init; }

    /// <summary>When the measurement agrees and when it disagrees, for whoever doubts the verdict.</summary>
    public required string Rule { get; init; }

    /// <summary>How far this is from what the paper did; empty where it is the same.</summary>
    public string Distance { get; init; } = "";

    /// <summary>Disagreement of any part outweighs; agreement takes all parts.</summary>
    public ClaimVerdict Verdict
        => Findings.Any(finding => finding.Verdict == ClaimVerdict.Disagrees) ? ClaimVerdict.Disagrees
            : Findings.Count > 0 && Findings.All(finding => finding.Verdict == ClaimVerdict.Agrees) ? ClaimVerdict.Agrees
            : ClaimVerdict.CannotTell;

    /// <summary>Such as <c>cannot tell</c>.</summary>
    public static string Words(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Agrees => "agrees",
        ClaimVerdict.Disagrees => "disagrees",
        _ => "cannot tell",
    };

    /// <summary>The verdict, then what was measured of each part, for a terminal.</summary>
    internal IEnumerable<string> Sentences
        => [$"{Figure}: {Words(Verdict)}. The claim: {Claim}",
            .. Findings.Select(finding => $"  {finding.Part}: {Words(finding.Verdict)}. {finding.Measured}")];
}
