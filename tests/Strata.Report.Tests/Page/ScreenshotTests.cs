using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace Strata.Report.Tests.Page;

/// <summary>
/// What a reader sees, beside pictures of it in <c>Page/Screenshots</c>. Where it looks different, the picture, the one of before and the
/// places are in <c>artifacts/screenshots</c>. With <c>STRATA_RENEW_SCREENSHOTS=1</c> the pictures are taken anew, to be looked at and
/// kept.
/// </summary>
public sealed class ScreenshotTests
{
    /// <summary>Squares that may look different where letters are smoothed otherwise.</summary>
    private const int Few = 6;

    [Theory]
    [InlineData("first-screen", "", ColorScheme.Light, 1440, 900)]
    [InlineData("first-screen-dark", "", ColorScheme.Dark, 1440, 900)]
    [InlineData("phone", "", ColorScheme.Light, 390, 844)]
    [InlineData("two-maps", "#map=2&with=3", ColorScheme.Light, 1440, 900)]
    [InlineData("two-maps-dark", "#map=2&with=3", ColorScheme.Dark, 1440, 900)]
    public async Task A_study_looks_as_before(string name, string address, ColorScheme theme, int width, int height)
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study(), width, height, theme);
        await Look(session, name, address, address.Length > 0 ? ".view canvas" : "canvas.thumbnail");
    }

    [Fact]
    public async Task Tables_look_as_before()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study(), 1440, 900);
        await Look(session, "tables", "#tables", "#tables table.sortable");
    }

    [Fact]
    public async Task Errors_look_as_before()
    {
        await using OpenedPage session = await OpenedPage.Open(PopulationSamples.Study(8), 1440, 900);
        await Look(session, "errors", "#errors=0", "[data-errors] form");
    }

    [Fact]
    public async Task A_printed_page_looks_as_before()
    {
        await using OpenedPage session = await OpenedPage.Open(Samples.Study(), 794, 1123);
        await session.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await session.Page.EvaluateAsync("window.dispatchEvent(new Event('beforeprint'))");
        await Look(session, "print", "", "canvas.thumbnail");
    }

    /// <param name="shows">What is there when the page is ready.</param>
    private static async Task Look(OpenedPage session, string name, string address, string shows)
    {
        if (address.Length > 0)
        {
            // Another page than the one without an address, not a step within it.
            await session.Page.GotoAsync("about:blank");
            await session.Page.GotoAsync(session.Url + address);
        }
        ILocator part = session.Page.Locator(shows).First;
        await part.WaitForAsync();
        if (address.Length > 0) await part.ScrollIntoViewIfNeededAsync();
        Picture now = Picture.Halved(await session.Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled }));
        string fonts = await session.Page.EvaluateAsync<string>(Fonts), kept = Kept($"{name}.png"), written = Kept("fonts.txt");
        if (Environment.GetEnvironmentVariable("STRATA_RENEW_SCREENSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
            File.WriteAllBytes(kept, now.Png);
            File.WriteAllText(written, fonts + "\n");
            return;
        }
        Needs.Machine(File.ReadAllText(written).Trim() == fonts, $"fonts are {fonts} wide: the pictures were taken with others");
        var before = new Picture(File.ReadAllBytes(kept));
        (int squares, Picture marked) = now.Against(before);
        if (squares <= Few) return;
        string folder = Directory.CreateDirectory(Path.Combine(Kept(""), "../../../../artifacts/screenshots")).FullName;
        File.WriteAllBytes(Path.Combine(folder, $"{name}-now.png"), now.Png);
        File.WriteAllBytes(Path.Combine(folder, $"{name}-before.png"), before.Png);
        File.WriteAllBytes(Path.Combine(folder, $"{name}-difference.png"), marked.Png);
        Assert.Fail($"{name} looks different in {squares} squares, framed red in {folder}/{name}-difference.png; "
            + "if it should, take the pictures anew with STRATA_RENEW_SCREENSHOTS=1");
    }

    /// <summary>The widths of a sentence in the fonts of the page: with other fonts all looks different.</summary>
    private const string Fonts =
        """
        (() => {
            const pen = document.createElement('canvas').getContext('2d'), body = getComputedStyle(document.body).fontFamily;
            const sentence = 'Do wide and deep networks learn the same things? 0123';
            const wide = font => { pen.font = font; return pen.measureText(sentence).width; };
            return [`16px ${body}`, `bold 16px ${body}`, '16px monospace'].map(font => wide(font).toFixed(1)).join(' ');
        })()
        """;

    private static string Kept(string name, [CallerFilePath] string source = "")
        => Path.Combine(Path.GetDirectoryName(source)!, "Screenshots", name);
}
