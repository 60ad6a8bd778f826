using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Strata.Report.Page;

namespace Strata.Report.Tests.Page;

public class StudyPageTests
{
    [Fact]
    public void Names_nothing_outside_the_file()
    {
        string page = StudyPage.Build(new StudyView(Samples.Study()));
        Assert.DoesNotMatch(@"(?i)(src|href)\s*=\s*""(?!data:|#|tables/|figures/)", page);
        Assert.DoesNotMatch(@"(?i)@import|(?<![a-z])url\((?!#)|XMLHttpRequest|import\(", page);
        // A page that a server keeps up to date asks that server alone; a file may not even do that.
        Assert.Equal(["fetch(\"state\""], Regex.Matches(page, @"fetch\([^,)]*").Select(call => call.Value));
        Assert.DoesNotContain("connect-src", page, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self';", StudyPage.Build(new StudyView(Samples.Study()), new Surroundings(false, "1")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Admits_its_own_script_and_style_and_no_other()
    {
        string page = StudyPage.Build(new StudyView(Samples.Study()));
        string policy = WebUtility.HtmlDecode(Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value);
        string script = page[(page.LastIndexOf("<script>", StringComparison.Ordinal) + 8)..page.LastIndexOf("</script>",
            StringComparison.Ordinal)];
        string style = Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        Assert.StartsWith("default-src 'none'", policy);
        Assert.Contains($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}';", policy);
        Assert.Contains($"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}';", policy);
    }

    [Fact]
    public void Shows_whatever_a_name_contains_as_text()
    {
        string page = StudyPage.Build(new StudyView(Hostile.Study()));
        Assert.DoesNotContain("<script>hostile", page);
        Assert.DoesNotContain("</script>hostile", page);
        Assert.DoesNotContain("<img hostile", page);
        Assert.Contains("&lt;script&gt;hostile", page);
        // A placeholder of the template is only one in the template.
        Assert.Contains("{{data}}", page);
    }

    [Fact]
    public void Stays_small_with_60_models_of_135_layers_and_their_seeds()
    {
        ModelContent[] models = [.. Enumerable.Range(0, 60).Select(i => Samples.Model(38, 1, Data.Fraction.One, i, true))];
        LayerMap within = Samples.Within(models[0], true), pair = Samples.Pair(models[0], models[1]);
        var across = from i in Enumerable.Range(0, 20)
                     from j in Enumerable.Range(0, i)
                     select pair with
                     {
                         A = models[i].Name,
                         B = models[j].Name
                     };
        StudyContent study = Samples.Study() with
        {
            Models = models,
            Comparisons = [.. models.Select(model => within with { A = model.Name, B = model.Name }), .. across]
        };
        string page = StudyPage.Build(new StudyView(study));
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1_000_000, 30_000_000);
    }

    [Fact]
    public void Keeps_three_decimals_and_errors_of_60_models_of_576_layers()
    {
        ModelContent[] models = [.. Enumerable.Range(0, 60).Select(i => Samples.Model(164, 1, Data.Fraction.One, i, true))];
        LayerMap within = Samples.Within(models[0], true);
        LayerMap[] maps = [.. models.Select(model => within with { A = model.Name, B = model.Name })];
        Assert.Equal(576, within.Matrix.LayersA.Count);
        var budget = new PageBudget(maps);
        Assert.All(maps, map => Assert.Equal(MatrixEncoding.Fine, budget.Steps(map)));
        string page = StudyPage.Build(new StudyView(Samples.Study() with { Models = models, Comparisons = maps }));
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1_000_000, 30_000_000);
    }

    [Fact]
    public void Models_of_one_population_go_by_their_files_where_their_maps_stand()
    {
        ModelContent model = Samples.Model(14, 1, Data.Fraction.One, 0, true) with { Seed = null };
        ModelContent[] models = [model with { Name = "artifact-1", File = "первая" }, model with { Name = "artifact-2", File = "вторая" }];
        string page = Glance.Html(new StudyView(Samples.Study() with
        {
            Models = models,
            Comparisons = [Samples.Within(model with { Seed = 0 }, false) with { A = "artifact-1", B = "artifact-1" }],
        }));
        Assert.Contains("<span>первая</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("artifact-2", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_about_many_models_names_the_first_of_them()
    {
        ModelContent[] models =
            [.. Enumerable.Range(0, 60).Select(i => Samples.Model(14, 1, Data.Fraction.One, i, true) with { Warnings = ["the same"] })];
        var study = new StudyView(Samples.Study() with { Models = models, Comparisons = [], Warnings = [] });
        Assert.Contains("seed 4 and 55 more</strong>: the same", Sections.Warnings(study, new([])), StringComparison.Ordinal);
    }
}
