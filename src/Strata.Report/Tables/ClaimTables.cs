namespace Strata.Report.Tables;

/// <summary>Claims as a table: a row for each part.</summary>
internal static class ClaimTables
{
    public static IEnumerable<Table> All(StudyView study)
    {
        ClaimCard[] claims = [.. study.Shown<ClaimCard>()];
        if (claims.Length == 0) yield break;
        Column[] columns =
        [
            new("figure", Number: false), new("claim", Number: false), new("published", Number: false), new("verdict", Number: false),
            new("part", Number: false), new("partVerdict", Number: false), new("measured", Number: false), new("rule", Number: false),
            new("distance", Number: false),
        ];
        yield return new("claims", columns,
        [
            .. from claim in claims
               from finding in claim.Findings
               select (IReadOnlyList<Cell>)
               [
                   new(claim.Figure), new(claim.Claim), new(claim.Published), new(ClaimCard.Words(claim.Verdict)), new(finding.Part),
                   new(ClaimCard.Words(finding.Verdict)), new(finding.Measured), new(claim.Rule), new(claim.Distance),
               ],
        ])
        { Title = "claims" };
    }
}
