using Microsoft.Playwright;
using Strata.Report.Page;

namespace Strata.Report.Tests.Page;

/// <summary>
/// A page opened from a file in a browser that would tell of any request or error: Debian's chromium, or the one that
/// STRATA_TEST_BROWSER names.
/// </summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private const string Default = "/usr/bin/chromium";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _noises = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IPage Page { get; private set; } = null!;

    /// <summary>Without what comes behind a #.</summary>
    public string Url { get; private set; } = "";

    public static async Task<OpenedPage> Open(StudyContent study, int width = 1400, int height = 1000,
        ColorScheme theme = ColorScheme.Light)
    {
        string browser = Environment.GetEnvironmentVariable("STRATA_TEST_BROWSER") is { Length: > 0 } named ? named : Default;
        Needs.Installed(File.Exists(browser), $"no browser at {browser}: install Debian's chromium or set STRATA_TEST_BROWSER");
        var opened = new OpenedPage();
        string file = opened._folder["index.html"];
        File.WriteAllText(file, StudyPage.Build(new StudyView(study)));
        opened._playwright = await Playwright.CreateAsync();
        opened._browser = await opened._playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = browser,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
        opened.Page = await opened._browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
            ColorScheme = theme,
        });
        string own = opened.Url = new Uri(file).AbsoluteUri;
        opened.Page.Request += (_, request) =>
        {
            if (request.Url.Split('#')[0] != own && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal) && request.Url != "about:blank")
                opened._noises.Add("request: " + request.Url);
        };
        opened.Page.Console += (_, message) => opened._noises.Add($"{message.Type}: {message.Text}");
        opened.Page.PageError += (_, error) => opened._noises.Add("error: " + error);
        await opened.Page.GotoAsync(own);
        return opened;
    }

    /// <summary>Points at a cell of a large map.</summary>
    public async Task Point(int row, int column, int view = 0)
    {
        ILocator heatmap = Page.Locator(".view canvas[tabindex]").Nth(view);
        await heatmap.ScrollIntoViewIfNeededAsync();
        double[] at = await heatmap.EvaluateAsync<double[]>(
            "(map, [row, column]) => { const d = map.dataset, b = map.getBoundingClientRect(); return [b.left + +d.left + (column + .5 - "
            + "d.column) * d.width / d.columns, b.top + +d.top + +d.height - (row + .5 - d.row) * d.height / d.rows]; }",
            new[] { row, column });
        await Page.Mouse.MoveAsync((float)at[0], (float)at[1]);
    }

    public void AssertQuiet() => Assert.Empty(_noises);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _folder.Dispose();
    }
}
