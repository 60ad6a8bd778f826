using System.Security.Cryptography;
using System.Text;
using Strata.Report.Tables;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>The page: a template filled with what the study holds, with style, script and data inside.</summary>
internal static class StudyPage
{
    /// <param name="around">Null: figures and tables lie beside it.</param>
    public static string Build(StudyView study, Surroundings? around = null)
    {
        Surroundings place = around ?? new();
        string Table(Table table) => Sections.Table(study, table, place);
        StudyContent content = study.Content;
        var budget = new PageBudget(study.AllMaps);
        LayerMap? key = content.Comparisons is [var first, ..] ? first : null;
        bool distance = key?.IsDistance == true;
        string style = Resources.Text("page.css"), script = Resources.Text("page.js");
        var parts = new Dictionary<string, string>
        {
            // Nothing is loaded from anywhere, and no script runs but this one, whatever a name contains.
            ["policy"] =
                $"default-src 'none'; {(place.Version is null ? "" : "connect-src 'self'; ")}img-src data:; "
                + $"style-src 'sha256-{Hash(style)}'; script-src 'sha256-{Hash(script)}'; base-uri "
                + "'none'; form-action 'none'",
            ["style"] = style,
            ["script"] = script,
            ["title"] = Html.Escape(content.Title),
            ["name"] = Html.Escape(content.Name),
            ["answer"] = ClaimHtml.IsFirst(study) ? ClaimHtml.Of(study) + AnswerHtml.Of(study) : AnswerHtml.Of(study) + ClaimHtml.Of(study),
            ["warnings"] = Sections.Warnings(study, budget),
            ["darkest"] = Html.Escape(string.Create(InvariantCulture, $"{key?.Measure ?? "CKA"} {(distance ? key!.Brightest : 0):0.##}")),
            ["brightest"] = string.Create(InvariantCulture, $"{(distance ? 0 : key?.Brightest ?? 1):0.##}"),
            ["bars"] = Bars(content),
            ["glance"] = Glance.Html(study),
            ["maps"] = MoreMaps.Html(study, place),
            ["modellink"] = study.AllMaps.Any() ? " <a href=\"#model\">One map</a>" : "",
            ["mapslink"] = MoreMaps.Any(study) ? " <a href=\"#maps\">More of each model</a>" : "",
            ["across"] = AcrossModels.Html(study, place),
            ["errors"] = PopulationErrors.Html(study, place),
            ["errorslink"] = content.Errors.Count == 0 ? "" : " <a href=\"#errors\">Errors</a>",
            ["training"] = Sections.Training(study),
            ["models"] = Table(StudyTables.Models(study)),
            ["comparisons"] = Table(StudyTables.Comparisons(study)),
            ["provenance"] = Sections.Provenance(study),
            ["study"] = Html.Escape(content.StudyJson),
            ["data"] = PageData.Json(study, budget, place),
            ["matrices"] = Matrices(study, budget) + Examples(study),
        };
        return Fill(Resources.Text("page.html"), parts);
    }

    /// <summary>Replaces every <c>{{name}}</c> of the template once; what is filled in is not looked at again.</summary>
    private static string Fill(string template, Dictionary<string, string> parts)
    {
        var page = new StringBuilder(template.Length + parts.Values.Sum(part => part.Length));
        string[] pieces = template.Split("{{");
        page.Append(pieces[0]);
        foreach (string piece in pieces.Skip(1))
        {
            int end = piece.IndexOf("}}", StringComparison.Ordinal);
            page.Append(parts[piece[..end]]).Append(piece, end + 2, piece.Length - end - 2);
        }
        return page.ToString();
    }

    private static string Bars(StudyContent content)
        => content.Comparisons.FirstOrDefault(map => map.Shares is not null) is not { } map ? ""
            : " The bars below it are the share of variance of each layer's first principal component, which dominates from the line "
            + string.Create(InvariantCulture, $"({Window.DominantShare(map):0.##}) on.");

    private static string Matrices(StudyView study, PageBudget budget)
    {
        var text = new StringBuilder();
        foreach (var (index, map) in study.AllMaps.Index())
            if (budget.Steps(map) > 0)
                text.Append(InvariantCulture, $"<script type=\"text/plain\" id=\"map-{index}\">{budget.Base64(map)}</script>\n");
        return text.ToString();
    }

    private static string Examples(StudyView study)
    {
        var text = new StringBuilder();
        foreach (var (index, errors) in study.Content.Errors.Index())
        {
            text.Append(InvariantCulture, $"<script type=\"text/plain\" id=\"examples-{index}\">{ErrorsData.Examples(errors)}</script>\n");
            if (errors.Gallery is { } gallery)
                text.Append(InvariantCulture,
                    $"<script type=\"text/plain\" id=\"gallery-{index}\">{Convert.ToBase64String(gallery.WebP)}</script>\n");
        }
        return text.ToString();
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
