using System.Net;

namespace Strata.Report.Page;

/// <summary>Text inside HTML, in elements and in quoted attributes.</summary>
internal static class Html
{
    public static string Escape(string? text) => WebUtility.HtmlEncode(text ?? "");
}
