using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Strata.Report.Tests.Page;

/// <summary>What a reader does with the maps, in a real browser.</summary>
public class WorkbenchTests
{
    private static Task<string> Address(OpenedPage session) => session.Page.EvaluateAsync<string>("location.hash");

    private static Task<int> Shown(OpenedPage session, string axis)
        => session.Page.EvaluateAsync<int>($"+document.querySelector('.view canvas').dataset.{axis}");

    [Fact]
    public async Task Compares_two_maps_under_one_cross_and_goes_back()
    {
        StudyContent study = Samples.Study();
        await using OpenedPage session = await OpenedPage.Open(study);
        await session.Page.Locator("button.map[data-map='2']").First.ClickAsync();
        await session.Page.Locator("#with").SelectOptionAsync("3");
        Assert.Equal(3, await session.Page.Locator(".view").CountAsync());
        // On the second map: all three answer.
        await session.Point(30, 90, view: 1);
        double a = study.Comparisons[2].Matrix.Values[30, 90], b = study.Comparisons[3].Matrix.Values[30, 90];
        Assert.Equal($"{a:0.000}", await session.Page.Locator("#value").InnerTextAsync());
        Assert.Equal($"{b:0.000}", await session.Page.Locator("#value-2").InnerTextAsync());
        Assert.Equal($"{Math.Round(a, 3) - Math.Round(b, 3):0.000}", await session.Page.Locator("#value-difference").InnerTextAsync());
        Assert.Contains("512 examples in each of 2 passes", await session.Page.Locator("#readout").InnerTextAsync());
        Assert.Matches("map=similarity-[^&]*s0[^&]*&with=similarity-[^&]*s1", await Address(session));
        await session.Page.Locator("#swap").ClickAsync();
        Assert.Matches("map=similarity-[^&]*s1[^&]*&with=similarity-[^&]*s0", await Address(session));
        await session.Page.GoBackAsync();
        await session.Page.GoBackAsync();
        Assert.Equal(1, await session.Page.Locator(".view").CountAsync());
        Assert.Equal("ResNet-38-1x, all data, seed 0", await session.Page.Locator("#opened").InnerTextAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task Maps_of_other_depths_have_no_difference_and_a_cross_at_the_same_relative_depth()
    {
        StudyContent study = Samples.Study();
        await using OpenedPage session = await OpenedPage.Open(study);
        await session.Page.Locator("button.map[data-map='0']").First.ClickAsync();
        await session.Page.Locator("#with").SelectOptionAsync("2");
        Assert.Equal(2, await session.Page.Locator(".view").CountAsync());
        await session.Point(50, 25);
        // 25 of 51 layers are 67 of 135.
        Assert.Equal($"{study.Comparisons[2].Matrix.Values[134, 67]:0.000}", await session.Page.Locator("#value-2").InnerTextAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task Zooms_to_what_is_brushed_and_moves_and_comes_back()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study());
        await session.Page.Locator("button.map[data-map='4']").First.ClickAsync();
        await session.Point(20, 30);
        await session.Page.Mouse.DownAsync();
        await session.Point(59, 69);
        await session.Page.Mouse.UpAsync();
        Assert.Equal((40, 40), (await Shown(session, "rows"), await Shown(session, "columns")));
        Assert.Matches("x=30-69&y=20-59", await Address(session));
        await session.Point(25, 33);
        Assert.StartsWith("25 ", await session.Page.Locator("#row").InnerTextAsync());
        Assert.StartsWith("33 ", await session.Page.Locator("#column").InnerTextAsync());
        string address = await Address(session);
        await session.Page.Locator(".view canvas").First.FocusAsync();
        await session.Page.Keyboard.PressAsync("Escape");
        Assert.Equal(135, await Shown(session, "rows"));
        await session.Page.GoBackAsync();
        Assert.Equal(40, await Shown(session, "rows"));
        // What the address holds can be sent to somebody.
        await session.Page.GotoAsync("about:blank");
        await session.Page.GotoAsync(session.Url + address);
        Assert.Equal((40, 40, 30), (await Shown(session, "rows"), await Shown(session, "columns"), await Shown(session, "column")));
        session.AssertQuiet();
    }

    [Fact]
    public async Task Pins_a_layer_as_a_curve()
    {
        StudyContent study = Samples.WithMaps();
        await using OpenedPage session = await OpenedPage.Open(study);
        await session.Page.Locator("button.map[data-map='2']").First.ClickAsync();
        Assert.False(await session.Page.Locator("#pinned").IsVisibleAsync());
        await session.Point(40, 41);
        await session.Page.Mouse.DownAsync();
        await session.Page.Mouse.UpAsync();
        Assert.Equal($"Row 40 {study.Comparisons[2].Matrix.LayersA[40].Name} as a curve",
            await session.Page.Locator("#pinned-name").InnerTextAsync());
        string legend = await session.Page.Locator("#pinned-legend").InnerTextAsync();
        Assert.Contains($"CKA of ResNet-38-1x, all data, seed 0: {study.Comparisons[2].Matrix.Values[40, 41]:0.000}", legend);
        // The cosines of its component stand beside it where they are known.
        Assert.Contains("cos² of ResNet-38-1x, all data, seed 0, cosines of PC1", legend);
        await session.Page.Locator(".view canvas").First.FocusAsync();
        await session.Page.Keyboard.PressAsync("Escape");
        Assert.False(await session.Page.Locator("#pinned").IsVisibleAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task The_pointer_takes_nothing_from_the_keyboard()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study());
        await session.Page.Locator("button.map[data-map='1']").First.ClickAsync();
        await session.Page.Locator(".view canvas").First.FocusAsync();
        foreach (string key in new[] { "ArrowUp", "ArrowUp", "End" }) await session.Page.Keyboard.PressAsync(key);
        Assert.StartsWith("50 logits", await session.Page.Locator("#column").InnerTextAsync());
        await session.Point(30, 7);
        Assert.StartsWith("7 ", await session.Page.Locator("#column").InnerTextAsync());
        await session.Page.Mouse.MoveAsync(2, 2);
        Assert.StartsWith("50 logits", await session.Page.Locator("#column").InnerTextAsync());
        await session.Page.Keyboard.PressAsync("Home");
        Assert.StartsWith("0 input", await session.Page.Locator("#column").InnerTextAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task Tells_values_as_a_table()
    {
        StudyContent study = Samples.Study();
        await using OpenedPage session = await OpenedPage.Open(study);
        await session.Page.Locator("button.map[data-map='0']").First.ClickAsync();
        await session.Page.Locator("#values").ClickAsync();
        ILocator table = session.Page.Locator("#table-of-values table");
        Assert.Equal(51, await table.Locator("tbody tr").CountAsync());
        // The input is at the bottom, as in the map.
        Assert.Equal($"{study.Comparisons[0].Matrix.Values[0, 3]:0.000}",
            await table.Locator("tbody tr").Last.Locator("td").Nth(3).InnerTextAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task Tells_the_values_of_a_deep_network_sixty_layers_at_a_time_from_where_the_cross_is()
    {
        StudyContent study = Samples.Study();
        await using OpenedPage session = await OpenedPage.Open(study);
        await session.Page.Locator("button.map[data-map='2']").First.ClickAsync();
        await session.Page.Locator(".view canvas[tabindex]").First.FocusAsync();
        await session.Page.Keyboard.PressAsync("ArrowRight");
        await session.Page.Keyboard.PressAsync("End");
        await session.Page.Locator("#values").ClickAsync();
        ILocator table = session.Page.Locator("#table-of-values table"), says = session.Page.Locator("#table-of-values [role='status']");
        Assert.Equal("Rows 0–59 and columns 120–134 of the rows 0–134 and columns 0–134 that are shown.", await says.InnerTextAsync());
        ILocator later = session.Page.GetByRole(AriaRole.Button, new() { Name = "Later rows" });
        await later.FocusAsync();
        await session.Page.Keyboard.PressAsync("Enter");
        await session.Page.Keyboard.PressAsync("Enter");
        // There are no later ones, and the reader is where they were.
        await session.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("Later rows", await session.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        Assert.Equal((15, 15), (await table.Locator("tbody tr").CountAsync(), await table.Locator("thead th").CountAsync()));
        Assert.Equal($"{study.Comparisons[2].Matrix.Values[120, 121]:0.000}",
            await table.Locator("tbody tr").Last.Locator("td").Nth(1).InnerTextAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task Saves_a_map_out_of_the_one_file()
    {
        StudyContent study = Samples.Study();
        await using OpenedPage session = await OpenedPage.Open(study);
        await session.Page.Locator("button.map[data-map='0']").First.ClickAsync();
        IDownload download = await session.Page.RunAndWaitForDownloadAsync(
            () => session.Page.GetByRole(AriaRole.Button, new() { Name = "npy", Exact = true }).ClickAsync());
        Assert.Equal("ResNet-14-1x-all-data-seed-0.npy", download.SuggestedFilename);
        double[,] values = Arrays.NpyFile.ReadMatrix(await download.PathAsync());
        Assert.Equal(study.Comparisons[0].Matrix.Values[7, 3], values[7, 3], 5.1e-4);
        session.AssertQuiet();
    }

    [Fact]
    public async Task Saves_errors_where_there_are_some()
    {
        StudyContent study = Samples.Study();
        study = study with { Comparisons = [WithoutErrors(study.Comparisons[0]), .. study.Comparisons.Skip(1)] };
        await using OpenedPage session = await OpenedPage.Open(study);
        ILocator button = session.Page.GetByRole(AriaRole.Button, new() { Name = "± npy" });
        await session.Page.Locator("button.map[data-map='0']").First.ClickAsync();
        Assert.False(await button.IsVisibleAsync());
        await session.Page.Locator("button.map[data-map='1']").First.ClickAsync();
        IDownload download = await session.Page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        Assert.Equal("ResNet-14-2x-all-data-seed-0-errors.npy", download.SuggestedFilename);
        double expected = study.Comparisons[1].Matrix.StandardErrors[7, 3];
        Assert.Equal(expected, Arrays.NpyFile.ReadMatrix(await download.PathAsync())[7, 3], 0.023 * expected);
        session.AssertQuiet();

        // As measures other than CKA have none.
        static LayerMap WithoutErrors(LayerMap map)
        {
            double[,] none = new double[map.Matrix.Values.GetLength(0), map.Matrix.Values.GetLength(1)];
            for (int i = 0; i < none.GetLength(0); i++)
                for (int j = 0; j < none.GetLength(1); j++) none[i, j] = double.NaN;
            return map with { Matrix = map.Matrix with { StandardErrors = none } };
        }
    }

    [Fact]
    public async Task Saves_a_map_as_a_drawing_whose_text_is_text_and_as_an_image_on_white()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study(), theme: ColorScheme.Dark);
        await session.Page.Locator("button.map[data-map='0']").First.ClickAsync();
        async Task<string> Saved(string name) => await (await session.Page.RunAndWaitForDownloadAsync(
            () => session.Page.Locator("#bench-buttons").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync()))
            .PathAsync();
        var svg = System.Xml.Linq.XDocument.Load(await Saved("SVG"));
        string[] texts = [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.Contains("ResNet-14-1x, all data, seed 0", texts);
        Assert.Contains("CKA, 512 examples in each of 2 passes", texts);
        Assert.Contains("stage 1", texts);
        Assert.Contains(svg.Descendants(), e => e.Name.LocalName == "image");
        // Paper is white, and what is written on it black, whatever the screen is.
        Assert.DoesNotContain("#e8eaed", svg.ToString(), StringComparison.OrdinalIgnoreCase);
        using var png = SkiaSharp.SKBitmap.Decode(await Saved("PNG"));
        Assert.Equal(SkiaSharp.SKColors.White, png.GetPixel(2, 2));
        Assert.True(png.Width > 1200, $"{png.Width}");
        session.AssertQuiet();
    }

    [Fact]
    public async Task Saves_a_table_as_its_file_has_it()
    {
        StudyContent study = Samples.Study();
        await using OpenedPage session = await OpenedPage.Open(study);
        IDownload download = await session.Page.RunAndWaitForDownloadAsync(
            () => session.Page.Locator("#tables .takes button").First.ClickAsync());
        Assert.Equal("models.csv", download.SuggestedFilename);
        using var folder = new TemporaryFolder();
        Strata.Report.Tables.StudyTables.Models(new StudyView(study)).WriteCsv(folder["models.csv"]);
        Assert.Equal(await File.ReadAllTextAsync(folder["models.csv"]), await File.ReadAllTextAsync(await download.PathAsync()));
        session.AssertQuiet();
    }

    [Fact]
    public async Task The_map_keeps_the_focus_whatever_a_key_does()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study());
        await session.Page.Locator("button.map[data-map='2']").First.ClickAsync();
        await session.Page.Locator(".view canvas").First.FocusAsync();
        foreach (string key in new[] { "ArrowUp", "+", "ArrowUp", "Enter", "ArrowUp", "-", "0", "Escape", "Escape" })
        {
            await session.Page.Keyboard.PressAsync(key);
            Assert.True(await session.Page.EvaluateAsync<bool>("document.activeElement.matches('.view canvas')"), key);
        }
        session.AssertQuiet();
    }

    [Fact]
    public async Task Layers_have_their_names_on_the_axes_where_there_is_room()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study());
        await session.Page.Locator("button.map[data-map='0']").First.ClickAsync();
        await session.Page.Locator(".view canvas").First.FocusAsync();
        int before = await Left(session);
        await session.Page.Keyboard.PressAsync("+");
        Assert.True(await Left(session) > before + 20, $"{before}, then {await Left(session)}");
        var svg = System.Xml.Linq.XDocument.Load(await (await session.Page.RunAndWaitForDownloadAsync(
            () => session.Page.Locator("#bench-buttons").GetByRole(AriaRole.Button, new() { Name = "SVG", Exact = true }).ClickAsync()))
            .PathAsync());
        Assert.True(svg.Descendants().Count(e => e.Name.LocalName == "text"
            && e.Value.StartsWith("stages.", StringComparison.Ordinal)) > 10);
        session.AssertQuiet();

        static Task<int> Left(OpenedPage session) => Shown(session, "left");
    }

    [Fact]
    public async Task What_a_reader_chose_is_in_the_address()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study());
        await session.Page.Locator("button.map[data-map='0']").First.ClickAsync();
        await session.Page.Locator("#effect").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await session.Page.Locator("#values").ClickAsync();
        await session.Page.Locator("#tables th button").First.ClickAsync();
        await session.Page.Locator("#tables input.search").First.FillAsync("38-2x");
        string address = await Address(session), shown = await session.Page.Locator("#tables tbody").First.InnerTextAsync();
        await session.Page.GotoAsync("about:blank");
        await session.Page.GotoAsync(session.Url + address);
        Assert.Equal(1, await session.Page.Locator("#effect").EvaluateAsync<int>("select => select.selectedIndex"));
        Assert.True(await session.Page.Locator("#table-of-values table").IsVisibleAsync());
        Assert.Equal(shown, await session.Page.Locator("#tables tbody").First.InnerTextAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task Filters_narrow_the_maps_and_are_in_the_address()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study());
        ILocator maps = session.Page.Locator("#glance button.map:visible");
        Assert.Equal(10, await maps.CountAsync());
        await session.Page.Locator(".chip[data-facet='depth'][data-value='14']").ClickAsync();
        Assert.Equal(2, await maps.CountAsync());
        await session.Page.Locator(".chip[data-facet='width'][data-value='2x']").ClickAsync();
        Assert.Equal(1, await maps.CountAsync());
        Assert.Contains("only=depth%3A14&only=width%3A2x", await Address(session));
        // The tables follow.
        Assert.Equal(1, await session.Page.Locator("#tables table").First.Locator("tbody tr:visible").CountAsync());
        await session.Page.GoBackAsync();
        Assert.Equal(2, await maps.CountAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task Tables_sort_and_search()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study());
        ILocator table = session.Page.Locator("section#tables table.data").First;
        await table.Locator("button.sort", new() { HasTextString = "Test accuracy" }).ClickAsync();
        Assert.Contains("untrained", await table.Locator("tbody tr").First.InnerTextAsync());
        await table.Locator("button.sort", new() { HasTextString = "Test accuracy" }).ClickAsync();
        Assert.Contains("91.8", await table.Locator("tbody tr").First.InnerTextAsync());
        await session.Page.Locator("section#tables input.search").First.FillAsync("38-4x");
        Assert.Equal(1, await table.Locator("tbody tr:visible").CountAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task The_answer_is_in_the_first_screen_and_names_are_folded_away()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study(), 1440, 900);
        Assert.InRange(
            await session.Page.EvaluateAsync<double>("document.querySelector('.answer').getBoundingClientRect().bottom"), 300, 900);
        Assert.Equal(3, await session.Page.Locator(".numbers dd:visible").CountAsync());
        Assert.Equal(1, await session.Page.Locator("#effects svg:visible").CountAsync());
        await session.Page.Locator("#effect").SelectOptionAsync(new SelectOptionValue { Label = "F90 against width" });
        Assert.Equal("F90 against width", await session.Page.Locator("#effects svg:visible").GetAttributeAsync("aria-label"));
        Assert.DoesNotContain("38-4x", Regex.Replace(await session.Page.Locator(".answer").InnerTextAsync(), "\\s", " "));
        await session.Page.Locator("summary", new() { HasTextString = "Which networks" }).ClickAsync();
        Assert.Contains("38-4x", await session.Page.Locator(".answer").InnerTextAsync());
        session.AssertQuiet();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Words_stand_out_from_what_is_behind_them(ColorScheme theme)
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.WithUnlearned(), theme: theme);
        // WCAG 2: the ratio of luminances, with .05 for stray light.
        string[] faint = await session.Page.EvaluateAsync<string[]>("""
            (() => {
              const numbers = colour => colour.match(/[\d.]+/g).map(Number);
              const luminance = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
                .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
              const behind = node => {
                for (; node; node = node.parentElement) {
                  const colour = numbers(getComputedStyle(node).backgroundColor);
                  if (colour.length < 4 || colour[3] > .5) return colour;
                }
                return [255, 255, 255];
              };
              const written = node => [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
              const shown = [...document.querySelectorAll("body *")]
                .filter(node => node.checkVisibility() && written(node) && !node.closest("option") && !node.disabled);
              return shown.flatMap(node => {
                const style = getComputedStyle(node), svg = node instanceof SVGElement;
                if (svg && (node.tagName !== "text" || style.fillOpacity === "0")) return [];
                const colours = [numbers(svg ? style.fill : style.color), behind(svg ? node.closest("svg").parentElement : node)];
                const [light, dark] = colours.map(luminance).sort((x, y) => y - x), ratio = (light + .05) / (dark + .05);
                return ratio >= 4.5 ? [] : [`${node.tagName} ${node.textContent.slice(0, 40)}: ${ratio.toFixed(2)}`];
              });
            })()
            """);
        Assert.Empty(faint);
        session.AssertQuiet();
    }

    [Fact]
    public async Task Fits_the_narrowest_screen()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.WithMaps(), 320, 640);
        await session.Page.Locator("#with").SelectOptionAsync("3");
        Assert.True(await session.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 320);
        session.AssertQuiet();
    }
}
