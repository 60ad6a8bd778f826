using System.Text.Encodings.Web;
using System.Text.Json;

namespace Strata.Report.Tables;

/// <summary>Claims for programs: an array of objects, one for each claim.</summary>
internal static class ClaimFile
{
    public const string Name = "claims.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Null where the study has no claim.</summary>
    public static string? Text(StudyView study)
    {
        ClaimCard[] claims = [.. study.Shown<ClaimCard>()];
        return claims.Length == 0 ? null : JsonSerializer.Serialize(claims.Select(claim => new
        {
            claim.Figure,
            claim.Claim,
            claim.Published,
            Verdict = ClaimCard.Words(claim.Verdict),
            Findings = claim.Findings.Select(finding => new
            {
                finding.Part,
                Verdict = ClaimCard.Words(finding.Verdict),
                finding.Measured,
            }),
            claim.Rule,
            claim.Distance,
        }), s_json) + "\n";
    }
}
