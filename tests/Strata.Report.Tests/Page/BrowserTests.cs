using Microsoft.Playwright;
using Strata.Analysis;

namespace Strata.Report.Tests.Page;

/// <summary>What the page shows, in a real browser.</summary>
public class BrowserTests
{
    [Fact]
    public async Task Opens_without_requests_or_errors_and_shows_the_maps()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study());
        await session.Page.Locator("button.map").First.WaitForAsync();
        Assert.Equal("Width against data on CIFAR-10", await session.Page.TitleAsync());
        // 10 models; two seeds each of two configurations as 2 × 2 panels; the five models that were compared with others, and three pairs.
        Assert.Equal(10 + 8, await session.Page.Locator("button.map:not(.mini)").CountAsync());
        Assert.Equal(5 + 2 * 3, await session.Page.Locator("button.map.mini").CountAsync());
        Assert.Equal(1, await session.Page.Locator("tr.control .badge.untrained").CountAsync());
        Assert.Equal(10, await session.Page.Locator("section#tables table.data").First.Locator("tbody tr").CountAsync());
        // The lower left pixel of the first thumbnail is the input with itself: the brightest colour.
        await session.Page.Locator("canvas.thumbnail[style*='width']").First.WaitForAsync();
        int[] corner = await session.Page.EvaluateAsync<int[]>(
            "() => { const c = document.querySelector('canvas.thumbnail'); return [...c.getContext('2d').getImageData(7, c.height - 1, "
            + "1, 1).data].slice(0, 3); }");
        Assert.Equal([252, 253, 191], corner);
        session.AssertQuiet();
    }

    [Theory]
    [InlineData(3, 20, 90)]
    [InlineData(8, 120, 7)]
    [InlineData(12, 131, 2)]
    public async Task Shows_the_layers_and_the_value_under_the_pointer(int comparison, int row, int column)
    {
        StudyContent study = Samples.Study();
        await using OpenedPage session = await OpenedPage.Open(study);
        await session.Page.Locator($"button.map[data-map='{comparison}']").First.ClickAsync();
        await session.Point(row, column);
        var matrix = study.Comparisons[comparison].Matrix;
        string value = await session.Page.Locator("#value").InnerTextAsync();
        string expected = double.IsNaN(matrix.Values[row, column]) ? "undefined" : $"{matrix.Values[row, column]:0.000}";
        Assert.Equal(expected, value);
        Assert.StartsWith($"{row} {matrix.LayersA[row].Name} ({matrix.LayersA[row].Kind}",
            await session.Page.Locator("#row").InnerTextAsync());
        Assert.StartsWith($"{column} {matrix.LayersB[column].Name} ({matrix.LayersB[column].Kind}",
            await session.Page.Locator("#column").InnerTextAsync());
        if (study.Comparisons[comparison].Shares is { } shares)
        {
            Assert.EndsWith($"PC1 share {shares[row]:0.000}", await session.Page.Locator("#row").InnerTextAsync());
            Assert.EndsWith($"PC1 share {shares[column]:0.000}", await session.Page.Locator("#column").InnerTextAsync());
        }
        Assert.Equal(double.IsNaN(matrix.Values[row, column]) ? "" : "± ",
            string.Concat((await session.Page.Locator("#error").InnerTextAsync()).Take(2)));
        session.AssertQuiet();
    }

    [Fact]
    public async Task Tells_what_strips_and_matches_say_of_a_layer()
    {
        StudyContent study = Samples.Study();
        double[] values = [.. study.Comparisons[2].Matrix.LayersB.Select((_, i) => i == 40 ? 0.25 : double.NaN)];
        LayerMap[] comparisons = [.. study.Comparisons];
        string[] models = [comparisons[2].A];
        LayerCurve[] curves =
            [new() { Title = "probe accuracy", Models = models, Lines = [new("post-add", values, 0), new("pre-add", values, 1)],
                Reference = 0.5 },
                new() { Title = "ReLU zeros", Models = models, Lines = [new("zeros", values, 2)] }];
        comparisons[10] = comparisons[10] with { Correspondence = Correspondence.Of(comparisons[10].Matrix.Values) };
        await using OpenedPage session = await OpenedPage.Open(study with { Comparisons = comparisons, Exhibits = curves });
        await session.Page.Locator("button.map[data-map='2']").First.ClickAsync();
        await session.Point(3, 40);
        Assert.EndsWith("; probe accuracy post-add 0.250; probe accuracy pre-add 0.250; ReLU zeros 0.250",
            await session.Page.Locator("#column").InnerTextAsync());
        await session.Point(3, 41);
        Assert.DoesNotContain("probe", await session.Page.Locator("#column").InnerTextAsync());
        await session.Page.Locator("button.map[data-map='10']").First.ClickAsync();
        await session.Point(3, 40);
        int best = comparisons[10].Correspondence!.FromA[3].Match!.Value;
        Assert.EndsWith($"; best match {best} {comparisons[10].Matrix.LayersB[best].Name}",
            await session.Page.Locator("#row").InnerTextAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task Opens_maps_that_are_no_similarity_with_their_own_words()
    {
        StudyContent study = Samples.WithMaps();
        await using OpenedPage session = await OpenedPage.Open(study);
        // Of one model its similarity once more, without PC1, and cosines; of a configuration its mean and spread.
        Assert.Equal(3, await session.Page.Locator("section#maps button.map").CountAsync());
        Assert.Equal(2, await session.Page.Locator("section#across .pairs button.map[aria-label*='over seeds']").CountAsync());
        int place = study.Comparisons.Count;
        foreach (var (kind, title, measure) in new[] { (0, "ResNet-38-1x, all data, seed 0, without PC1", "CKA"),
            (1, "ResNet-38-1x, all data, seed 0, cosines of PC1", "cos²"), (2, "ResNet-38-1x, all data, mean over seeds", "mean CKA"),
                (3, "ResNet-38-1x, all data, spread over seeds", "SD of CKA") })
        {
            await session.Page.Locator($"button.map[data-map='{place + kind}']").First.ClickAsync();
            await session.Point(5, 40);
            Assert.Equal(title, await session.Page.Locator("#opened").InnerTextAsync());
            Assert.Equal(measure, await session.Page.Locator("#measure").InnerTextAsync());
            Assert.Equal(
                $"{study.Exhibits.OfType<LayerMap>().ElementAt(kind).Matrix.Values[5, 40]:0.000}",
                await session.Page.Locator("#value").InnerTextAsync());
            Assert.Equal(kind == 2, (await session.Page.Locator("#error").InnerTextAsync()).EndsWith("(standard deviation over seeds)",
                StringComparison.Ordinal));
        }
        session.AssertQuiet();
    }

    [Fact]
    public async Task Is_printed_with_every_map_right_after_loading()
    {
        StudyContent study = Samples.Study();
        // Many more rows than a window shows.
        ModelContent[] models = [.. Enumerable.Range(0, 150).Select(i => Samples.Model(14, 1, Data.Fraction.One, i, true))];
        LayerMap map = Samples.Within(models[0], false);
        LayerMap[] maps = [.. models.Select(model => map with { A = model.Name, B = model.Name })];
        await using OpenedPage session = await OpenedPage.Open(study with { Models = models, Comparisons = maps });
        await session.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await session.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");
        Assert.Equal(0, await session.Page.EvaluateAsync<int>(
            "[...document.querySelectorAll('canvas.thumbnail')].filter(c => c.style.width === '').length"));
        session.AssertQuiet();
    }

    [Fact]
    public async Task Draws_every_map_in_the_end_also_far_below_the_window()
    {
        ModelContent[] models = [.. Enumerable.Range(0, 150).Select(i => Samples.Model(14, 1, Data.Fraction.One, i, true))];
        LayerMap map = Samples.Within(models[0], false);
        LayerMap[] maps = [.. models.Select(model => map with { A = model.Name, B = model.Name })];
        StudyContent study = Samples.Study() with { Models = models, Comparisons = maps };
        await using OpenedPage session = await OpenedPage.Open(study);
        // Waiting for a function would take eval, which the page forbids.
        Task<int> Blank() => session.Page.EvaluateAsync<int>(
            "[...document.querySelectorAll('canvas.thumbnail')].filter(c => c.style.width === '').length");
        for (int i = 0; i < 1200 && await Blank() > 0; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(0, await Blank());
        session.AssertQuiet();
    }

    /// <summary>Tables, pictures, and what canvases say in black, though the screen was dark.</summary>
    [Fact]
    public async Task All_that_the_screen_shows_is_printed()
    {
        await using OpenedPage session = await OpenedPage.Open(PopulationSamples.Study(8), theme: ColorScheme.Dark);
        await session.Page.Locator(".gallery canvas").First.WaitForAsync();
        await session.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await session.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");
        Assert.True(await session.Page.Locator("#tables table tbody tr").First.IsVisibleAsync());
        // Every picture of the gallery has been drawn.
        Assert.True(await session.Page.EvaluateAsync<bool>("""
            [...document.querySelectorAll('.gallery canvas')].every(canvas => {
              const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              return pixels.some((value, i) => i % 4 === 3 && value > 0);
            })
            """));
        // Numbers left of the scatter: not one pixel is nearly white.
        int[] light = await session.Page.EvaluateAsync<int[]>("""
            (() => {
              const canvas = document.querySelector('.errors .view canvas');
              const pixels = canvas.getContext('2d').getImageData(0, 0, 60, canvas.height).data;
              const opaque = [...Array(pixels.length / 4).keys()].filter(i => pixels[4 * i + 3] > 200);
              return [opaque.length, opaque.filter(i => pixels[4 * i] > 229).length];
            })()
            """);
        Assert.True(light[0] > 20 && light[1] == 0, $"{light[0]}, {light[1]}");
        session.AssertQuiet();
    }

    /// <summary>Chromium prints a canvas that nothing is drawn on as white, over whatever lies below it.</summary>
    [Fact]
    public async Task No_canvas_is_printed_over_another_and_the_cross_is_part_of_the_map()
    {
        await using OpenedPage session = await OpenedPage.Open(PopulationSamples.Study(8));
        await session.Page.Locator("button.map[data-map='2']").First.ClickAsync();
        await session.Point(30, 90);
        await session.Page.Mouse.DownAsync();
        await session.Page.Mouse.UpAsync();
        await session.Page.EmulateMediaAsync(new() { Media = Media.Print });
        // Pixels of the colour around the row that is pinned.
        const string Pinned = """
            () => {
              const canvas = document.querySelector('.view canvas[tabindex]'), copy = document.createElement('canvas');
              [copy.width, copy.height] = [canvas.width, canvas.height];
              copy.getContext('2d').drawImage(canvas, 0, 0);
              const pixels = copy.getContext('2d').getImageData(0, 0, copy.width, copy.height).data;
              return [...Array(pixels.length / 4).keys()].filter(i => pixels[4 * i] === 0x35 && pixels[4 * i + 1] === 0xc5).length;
            }
            """;
        Assert.Equal(0, await session.Page.EvaluateAsync<int>(Pinned));
        await session.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");
        Assert.True(await session.Page.EvaluateAsync<int>(Pinned) > 100);
        Assert.False(await session.Page.Locator(".view .cross").First.IsVisibleAsync());
        await session.Page.EvaluateAsync("window.dispatchEvent(new Event('afterprint'))");
        Assert.Equal(0, await session.Page.EvaluateAsync<int>(Pinned));
        session.AssertQuiet();
    }

    [Fact]
    public async Task A_wide_grid_is_printed_whole()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study(), 500, 1123);
        await session.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await session.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");
        Assert.Equal(0, await session.Page.EvaluateAsync<int>(
            "[...document.querySelectorAll('#glance .map')].filter(map => map.getBoundingClientRect().right > innerWidth).length"));
        session.AssertQuiet();
    }

    [Fact]
    public async Task Opens_a_map_of_a_network_that_learned()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.WithUnlearned());
        Assert.DoesNotContain("did not learn", await session.Page.Locator("#opened").InnerTextAsync());
        Assert.Equal("did not learn", await session.Page.Locator(".badge.failed").InnerTextAsync());
        await session.Page.Locator("button.map[data-map='2']").First.ClickAsync();
        Assert.EndsWith("(did not learn)", await session.Page.Locator("#opened").InnerTextAsync());
        Assert.Contains("none counts: the network did not learn", await session.Page.Locator("#facts").InnerTextAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task Tells_all_large_windows_and_which_one_the_verdict_rests_on()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.WithSeveralWindows());
        string facts = (await session.Page.Locator("#facts").InnerTextAsync()).Replace(Format.Space, ' ');
        Assert.Contains("layers 106–130 (stage 2), 18.5 % of all, mean CKA .900, 80.0 % of its layers dominated", facts);
        Assert.Contains("106–130 (80 %)",
            (await session.Page.Locator("button.map .caption").First.InnerTextAsync()).Replace(Format.Space, ' '));
        Assert.Contains("layers 10–53 (stage 0 to stage 1), 32.6 % of all", facts);
        Assert.Contains("layers 54–95", facts);
        session.AssertQuiet();
    }

    /// <summary>Without components the longest verdict stands below every map.</summary>
    [Fact]
    public async Task Badges_do_not_overlap()
    {
        StudyContent study = Samples.Study();
        LayerMap[] unknown = [.. study.Comparisons.Select(c => c.Block is null ? c
            : c with { Shares = null, Block = c.Block with { Verdict = BlockStructure.CauseUnknown, Components = null } })];
        await using OpenedPage session = await OpenedPage.Open(study with { Comparisons = unknown });
        Assert.Equal(0, await session.Page.EvaluateAsync<int>(
            "[...document.querySelectorAll('.caption')].filter(c => c.scrollWidth > c.clientWidth).length"));
        Assert.Equal(0, await session.Page.EvaluateAsync<int>("""
            (() => {
              const boxes = [...document.querySelectorAll('.badge')].map(badge => badge.getBoundingClientRect());
              const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
              return boxes.filter((a, i) => boxes.some((b, j) => j > i && meet(a, b))).length;
            })()
            """));
        session.AssertQuiet();
    }

    [Fact]
    public async Task A_grid_of_maps_is_one_stop_of_Tab_and_arrows_go_from_map_to_map()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study());
        ILocator grid = session.Page.Locator("#glance table.grid"), stop = grid.Locator("button.map[tabindex='0']");
        async Task<string?> Focused() => await session.Page.EvaluateAsync<string?>("document.activeElement.dataset.map ?? null");
        Assert.Equal(1, await stop.CountAsync());
        string[] maps = await grid.Locator("button.map").EvaluateAllAsync<string[]>("maps => maps.map(map => map.dataset.map)");
        await stop.FocusAsync();
        foreach (var (key, expected) in new[] { ("ArrowRight", maps[1]), ("End", maps[^1]), ("ArrowLeft", maps[^2]), ("Home", maps[0]) })
        {
            await session.Page.Keyboard.PressAsync(key);
            Assert.Equal(expected, await Focused());
            Assert.Equal(1, await stop.CountAsync());
        }
        float top = (await stop.BoundingBoxAsync())!.Y;
        await session.Page.Keyboard.PressAsync("ArrowDown");
        Assert.True((await stop.BoundingBoxAsync())!.Y > top);
        // A filter may hide the map that Tab goes to.
        string hidden = (await Focused())!;
        await grid.Locator($"button.map[data-map='{hidden}']").EvaluateAsync("map => map.blur()");
        ILocator chips = session.Page.Locator(".chip[data-facet]");
        for (int i = 0; i < await chips.CountAsync(); i++)
        {
            await chips.Nth(i).ClickAsync();
            if (await grid.Locator("button.map:visible").CountAsync() > 0)
                Assert.Equal(1, await grid.Locator("button.map[tabindex='0']:visible").CountAsync());
            await chips.Nth(i).ClickAsync();
        }
        session.AssertQuiet();
    }

    [Fact]
    public async Task Works_from_the_keyboard()
    {
        StudyContent study = Samples.Study();
        await using OpenedPage session = await OpenedPage.Open(study);
        await session.Page.Locator("button.map[data-map='1']").First.FocusAsync();
        await session.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("ResNet-14-2x, all data, seed 0", await session.Page.Locator("#opened").InnerTextAsync());
        Assert.Equal("opened", await session.Page.EvaluateAsync<string>("document.activeElement.id"));
        await session.Page.Locator(".view canvas").First.FocusAsync();
        foreach (string key in new[] { "ArrowUp", "ArrowUp", "Shift+ArrowRight", "ArrowLeft" }) await session.Page.Keyboard.PressAsync(key);
        Assert.StartsWith("1 stem.conv (", await session.Page.Locator("#row").InnerTextAsync());
        Assert.StartsWith($"9 {study.Comparisons[1].Matrix.LayersB[9].Name} (", await session.Page.Locator("#column").InnerTextAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task Runs_nothing_that_a_name_contains()
    {
        await using OpenedPage session = await OpenedPage.Open(Hostile.Study());
        await session.Page.Locator("button.map").First.ClickAsync();
        await session.Point(4, 7);
        Assert.Equal("undefined", await session.Page.EvaluateAsync<string>("typeof hostile"));
        Assert.Equal(0, await session.Page.Locator("img[hostile]").CountAsync());
        Assert.Equal(Hostile.Markup, await session.Page.Locator("h1").InnerTextAsync());
        Assert.StartsWith($"4 {Hostile.Markup}", await session.Page.Locator("#row").InnerTextAsync());
        session.AssertQuiet();
    }

    [Fact]
    public async Task Fits_a_narrow_screen()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study(), 390, 844);
        Assert.True(await session.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 390);
        session.AssertQuiet();
    }
}
