using System.Globalization;
using Microsoft.Playwright;
using Strata.Analysis.Populations;

namespace Strata.Report.Tests.Page;

/// <summary>The errors of two populations, explored in a real browser.</summary>
public class ErrorExplorerTests
{
    private static readonly StudyContent s_study = PopulationSamples.Study(8);
    private static readonly PopulationComparison s_found = s_study.Errors[0].Comparison;
    private static readonly ExampleAccuracies s_examples = s_found.Accuracies;

    /// <summary>Those that learned, which are not all.</summary>
    private static readonly int s_modelsA = s_found.A.Models, s_modelsB = s_found.B.Models;

    private static ILocator Cards(OpenedPage session) => session.Page.Locator(".gallery figure");

    private static async Task<OpenedPage> Explore(string hash = "#errors=0")
    {
        OpenedPage session = await OpenedPage.Open(s_study);
        // Another page than the one without an address, not a step within it.
        await session.Page.GotoAsync("about:blank");
        await session.Page.GotoAsync(session.Url + hash);
        await session.Page.Locator("[data-errors] form").WaitForAsync();
        return session;
    }

    private static int[] Where(Func<int, bool> wanted) => [.. Enumerable.Range(0, s_examples.Labels.Length).Where(wanted)];

    private static int RightA(int e) => (int)Math.Round(s_examples.AccuracyA[e] * s_modelsA / 100);

    private static int RightB(int e) => (int)Math.Round(s_examples.AccuracyB[e] * s_modelsB / 100);

    /// <summary>Examples that the gallery shows, by the tips of their cards.</summary>
    private static async Task<int[]> Shown(OpenedPage session)
    {
        var tips = await Cards(session).EvaluateAllAsync<string[]>("cards => cards.map(card => card.title)");
        return [.. tips.Select(tip => int.Parse(tip["Test image ".Length..], CultureInfo.InvariantCulture))];
    }

    [Fact]
    public async Task All_examples_are_there_the_most_different_first_with_what_they_are_taken_for()
    {
        await using OpenedPage session = await Explore();
        int[] shown = await Shown(session);
        Assert.Equal(s_examples.Labels.Length, shown.Length);
        double[] apart = [.. shown.SkipLast(1).Select(e => Math.Abs(s_examples.AccuracyA[e] - s_examples.AccuracyB[e]))];
        Assert.Equal(apart.OrderDescending(), apart);
        // The one without a picture comes last, and says so.
        Assert.Equal(s_examples.Labels.Length - 1, shown[^1]);
        Assert.Equal(s_examples.Labels.Length - 1, await session.Page.Locator(".gallery canvas.example").CountAsync());
        string[] words = (await Cards(session).First.InnerTextAsync()).Split('\n');
        int label = s_examples.Labels[shown[0]], wrong = s_examples.MistakenA[shown[0]];
        string[] names = ["<first>", "second", "third", "3"];
        Assert.Equal(names[label], words[0]);
        Assert.EndsWith(names[wrong], words[1], StringComparison.Ordinal);
        session.AssertQuiet();
    }

    [Fact]
    public async Task The_address_chooses_examples_and_choices_are_in_the_address()
    {
        await using OpenedPage session = await Explore("#map=0&errors=0&class=1&a=0-4");
        Assert.Equal(Where(e => s_examples.Labels[e] == 1 && RightA(e) <= 4), (await Shown(session)).Order());
        await session.Page.Locator("[data-errors] select").Nth(1).SelectOptionAsync(["<first>"]);
        Assert.Contains("class=0", session.Page.Url, StringComparison.Ordinal);
        Assert.Contains("map=similarity-", session.Page.Url, StringComparison.Ordinal);
        Assert.Equal(Where(e => s_examples.Labels[e] == 0 && RightA(e) <= 4), (await Shown(session)).Order());
        await session.Page.GoBackAsync();
        Assert.Equal(Where(e => s_examples.Labels[e] == 1 && RightA(e) <= 4), (await Shown(session)).Order());
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "All examples" }).ClickAsync();
        Assert.Equal(s_examples.Labels.Length, (await Shown(session)).Length);
        session.AssertQuiet();
    }

    [Fact]
    public async Task A_dot_a_drag_and_the_keyboard_choose_examples_in_the_scatter()
    {
        await using OpenedPage session = await Explore();
        ILocator scatter = session.Page.Locator(".explorer.errors canvas[tabindex]");
        // From the keyboard: the corner where A is always right and B never, then up to a place that has examples.
        int[] place = [RightA(0), RightB(0)];
        await scatter.FocusAsync();
        for (int step = 0; step < s_modelsA - place[0]; step++) await scatter.PressAsync("ArrowLeft");
        for (int step = 0; step < place[1]; step++) await scatter.PressAsync("ArrowUp");
        int[] there = Where(e => RightA(e) == place[0] && RightB(e) == place[1]);
        if (place[0] == s_modelsA && place[1] == 0) await scatter.PressAsync("ArrowDown");
        Assert.StartsWith($"{there.Length} examples: right by {place[0]} of {s_modelsA} ",
            await session.Page.Locator(".peek").InnerTextAsync(), StringComparison.Ordinal);
        await scatter.PressAsync("Enter");
        Assert.Equal(there, (await Shown(session)).Order());
        await scatter.PressAsync("Escape");
        Assert.Equal(s_examples.Labels.Length, (await Shown(session)).Length);
        // A drag over the whole lower right half: B at most half right.
        LocatorBoundingBoxResult box = (await scatter.BoundingBoxAsync())!;
        await session.Page.Mouse.MoveAsync(box.X + 60, box.Y + (box.Height - 34) / 2);
        await session.Page.Mouse.DownAsync();
        await session.Page.Mouse.MoveAsync(box.X + box.Width - 14, box.Y + box.Height - 48);
        await session.Page.Mouse.UpAsync();
        int[] low = await Shown(session);
        Assert.NotEmpty(low);
        Assert.All(low, e => Assert.InRange(RightB(e), 0, s_modelsB / 2));
        session.AssertQuiet();
    }

    [Fact]
    public async Task A_class_of_a_table_a_pair_and_a_cell_of_the_confusions_open_their_examples()
    {
        await using OpenedPage session = await Explore();
        await session.Page.Locator("section#errors table.sortable a[href='#errors=0&class=2']").ClickAsync();
        Assert.Equal(Where(e => s_examples.Labels[e] == 2), (await Shown(session)).Order());
        await session.Page.Locator("section#errors table.sortable a[href='#errors=0&group=0']").ClickAsync();
        Assert.Equal(Where(e => s_examples.Labels[e] is 0 or 2), (await Shown(session)).Order());
        // Rows are classes: the second is taken for the third alone.
        ILocator map = session.Page.Locator(".confusions canvas").First;
        float[] at = await map.EvaluateAsync<float[]>(
            "map => [+map.dataset.names + 2.5 * map.dataset.side / 4, 1.5 * map.dataset.side / 4]");
        await map.ClickAsync(new() { Position = new() { X = at[0], Y = at[1] } });
        Assert.Equal(Where(e => s_examples.Labels[e] == 1 && (s_examples.MistakenA[e] == 2 || s_examples.MistakenB[e] == 2)),
            (await Shown(session)).Order());
        ClassConfusion cell = s_found.ClassConfusions.Single(c => c is { Class: 1, Predicted: 2 });
        double percent = 100.0 * cell.TimesA / (s_modelsA * Where(e => s_examples.Labels[e] == 1).Length);
        Assert.StartsWith($"second taken for third: {percent:0.00}", await session.Page.Locator(".confusions p").InnerTextAsync(),
            StringComparison.Ordinal);
        await session.Page.Locator("section#errors details.fold summary").ClickAsync();
        await session.Page.Locator("section#errors details.fold a").First.ClickAsync();
        Assert.Contains("taken=", session.Page.Url, StringComparison.Ordinal);
        session.AssertQuiet();
    }

    [Fact]
    public async Task Examples_are_saved_as_they_are_chosen()
    {
        await using OpenedPage session = await Explore("#errors=0&class=1&order=index");
        IDownload download = await session.Page.RunAndWaitForDownloadAsync(
            () => session.Page.Locator("[data-errors] .take").First.ClickAsync());
        string[] lines = (await new StreamReader(await download.CreateReadStreamAsync()).ReadToEndAsync(
            TestContext.Current.CancellationToken)).TrimEnd().Split("\r\n");
        int[] expected = Where(e => s_examples.Labels[e] == 1);
        Assert.Equal("index,class,accuracyA,accuracyB,mistakenA,mistakenB", lines[0]);
        Assert.Equal(expected.Select(e => $"{e},second,{s_examples.AccuracyA[e]},{s_examples.AccuracyB[e]}"),
            lines.Skip(1).Select(line => string.Join(',', line.Split(',').Take(4))));
        session.AssertQuiet();
    }
}
