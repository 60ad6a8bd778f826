using System.Text;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>Published claims beside what was measured.</summary>
internal static class ClaimHtml
{
    public static string Of(StudyView study)
    {
        var text = new StringBuilder();
        foreach (ClaimCard claim in study.Shown<ClaimCard>())
        {
            text.Append(InvariantCulture, $"<section class=\"claim {Class(claim.Verdict)}\" aria-label=\"{Html.Escape(claim.Figure)}\">\n")
                .Append(InvariantCulture, $"<p class=\"verdict\"><span class=\"badge {Class(claim.Verdict)}\">")
                .Append(InvariantCulture, $"{ClaimCard.Words(claim.Verdict)}</span> {Html.Escape(claim.Figure)}</p>\n")
                .Append(InvariantCulture, $"<dl class=\"facts\"><dt>The claim</dt><dd>{Html.Escape(claim.Claim)}</dd>")
                .Append(InvariantCulture, $"<dt>Published</dt><dd>{Html.Escape(claim.Published)}</dd>");
            foreach (ClaimFinding finding in claim.Findings)
                text.Append(InvariantCulture, $"<dt>Measured: {Html.Escape(finding.Part)}</dt><dd><strong>")
                    .Append(InvariantCulture, $"{ClaimCard.Words(finding.Verdict)}</strong>: {Html.Escape(finding.Measured)}</dd>");
            text.Append(InvariantCulture, $"<dt>The rule</dt><dd>{Html.Escape(claim.Rule)}</dd>");
            if (claim.Distance != "") text.Append(InvariantCulture, $"<dt>Not as in the paper</dt><dd>{Html.Escape(claim.Distance)}</dd>");
            text.Append("</dl>\n</section>\n");
        }
        return text.ToString();
    }

    private static string Class(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Agrees => "agrees",
        ClaimVerdict.Disagrees => "disagrees",
        _ => "unknown",
    };
}
