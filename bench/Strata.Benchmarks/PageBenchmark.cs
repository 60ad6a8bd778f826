using System.CommandLine;
using Microsoft.Playwright;
using Strata.Models;
using Strata.Models.Families;
using Strata.Report;
using Strata.Similarity;

namespace Strata.Benchmarks;

/// <summary>
/// Pages of sixty networks in Chromium, all of 576 layers or a whole family: how large they are, how long until they show their maps, and
/// until the frame after the pointer moved over a large map.
/// </summary>
internal static class PageBenchmark
{
    private const int Models = 60, Depth = 164, Moves = 60;

    public static Command Command()
    {
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 5 };
        var browser = new Option<string>("--browser") { DefaultValueFactory = _ => "/usr/bin/chromium" };
        var output = new Option<DirectoryInfo?>("--output") { Description = "Keeps the pages in a folder, to look at." };
        var command = new Command("page", "Size, time to the first view, and time from hover to frame, of pages of 60 networks.")
        {
            repetitions, browser, output,
        };
        command.SetAction((parsed, _) => Run(parsed.GetValue(repetitions), parsed.GetValue(browser)!, parsed.GetValue(output)?.FullName));
        return command;
    }

    private static async Task<int> Run(int repetitions, string browser, string? output)
    {
        string folder = output is null ? Directory.CreateTempSubdirectory("strata-page-").FullName
            : Directory.CreateDirectory(output).FullName;
        try
        {
            using IPlaywright playwright = await Playwright.CreateAsync();
            await using IBrowser chromium = await playwright.Chromium.LaunchAsync(
                new() { ExecutablePath = browser, Args = ["--no-sandbox", "--disable-gpu"] });
            return Report.Write("page", "ms", $"Chromium {chromium.Version}",
            [
                await Case(chromium, $"{Models} networks of 576 layers", Content(), Path.Combine(folder, "deep.html"), repetitions),
                await Case(chromium, "a family of 60 networks, 72 to 576 layers, with maps across seeds and errors",
                    MadeUpFamily.Content(), Path.Combine(folder, "family.html"), repetitions),
            ]);
        }
        finally
        {
            if (output is null) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<BenchmarkCase> Case(IBrowser chromium, string name, StudyContent content, string file, int repetitions)
    {
        string page = "";
        double made = Timing.Seconds(() => page = StudyReport.PageAlone(content));
        await File.WriteAllTextAsync(file, page);
        double[] first = new double[repetitions], hover = new double[repetitions], slowest = new double[repetitions];
        for (int r = -1; r < repetitions; r++)
        {
            IPage opened = await chromium.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
            (double view, double[] frames) = await Measure(opened, new Uri(file).AbsoluteUri);
            await opened.CloseAsync();
            if (r >= 0) (first[r], hover[r], slowest[r]) = (view, frames[frames.Length / 2], frames[^1]);
        }
        Timing shown = new("navigation to the first frame with maps", first), frame = new("pointer to the end of its frame, median", hover),
            longest = new("the same, slowest move", slowest);
        return new(name, [shown, frame, longest, new("making the page", [1000 * made])],
        [
            new("page", new FileInfo(file).Length / 1e6, Better.Lower, 30, "MB"),
            new("first view", shown.Median, Better.Lower, 1000, "ms"),
            new("hover", frame.Median, Better.Lower, 16, "ms"),
            new("slowest hover", longest.Median, Better.Lower, 16, "ms"),
        ]);
    }

    /// <summary>Milliseconds until the first view, and those of each move of the pointer, ascending.</summary>
    private static async Task<(double View, double[] Frames)> Measure(IPage page, string address)
    {
        await page.GotoAsync(address);
        // A thumbnail in the first screen has been given its size when it is drawn; two frames later it is seen.
        double view = await page.EvaluateAsync<double>("""
            async () => {
              const frame = () => new Promise((done) => requestAnimationFrame(done));
              while (document.querySelector('canvas.thumbnail').style.width === '') await frame();
              await frame();
              return performance.now();
            }
            """);
        double[] frames = await page.EvaluateAsync<double[]>("""
            async (moves) => {
              const map = document.querySelector('#views canvas[tabindex]'), times = [];
              const frame = () => new Promise((done) => requestAnimationFrame(done));
              // What the page draws when it is scrolled is no work of the pointer's.
              map.scrollIntoView();
              await new Promise((done) => setTimeout(done, 500));
              for (let i = 0; i < moves; i++) {
                const d = map.dataset, box = map.getBoundingClientRect();
                await frame();
                const start = performance.now();
                map.dispatchEvent(new PointerEvent('pointermove', { bubbles: true,
                  clientX: box.left + +d.left + +d.width * ((i * 37) % moves + 0.5) / moves,
                  clientY: box.top + +d.top + +d.height * ((i * 23) % moves + 0.5) / moves }));
                // What the event does at once, and what its frame takes; the wait for the screen's next frame is no work of the page's.
                const handled = performance.now() - start;
                const work = await new Promise((done) => requestAnimationFrame(() => {
                  const begun = performance.now(), channel = new MessageChannel();
                  channel.port1.onmessage = () => done(performance.now() - begun);
                  channel.port2.postMessage(0);
                }));
                times.push(handled + work);
              }
              return times.sort((a, b) => a - b);
            }
            """, Moves);
        return (view, frames);
    }

    private static StudyContent Content()
    {
        var random = new Random(0);
        IReadOnlyList<LayerInfo> layers = ResNetCifar.Create(Depth, 1, 10, 3, 32).Layers;
        double[,] Errors() => new double[layers.Count, layers.Count];
        ModelContent[] models = [.. Enumerable.Range(0, Models).Select(i => new ModelContent
        {
            Name = $"m{i}",
            Family = "resnet-cifar",
            Network = "ResNet",
            Depth = Depth,
            Width = 1 + i / 5,
            Seed = i % 5,
            Parameters = 1,
            MultiplyAdds = 1,
            TestAccuracy = 0.9,
        })];
        LayerMap[] maps = [.. models.Select(model =>
        {
            double[,] values = new double[layers.Count, layers.Count], errors = Errors();
            for (int i = 0; i < layers.Count; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    // Smooth, with the noise that minibatches leave.
                    double value = Math.Exp(-3.0 * (i - j) / layers.Count) + 0.004 * (random.NextDouble() - 0.5);
                    values[i, j] = values[j, i] = i == j ? 1 : Math.Clamp(value, 0, 1);
                    errors[i, j] = errors[j, i] = 0.002 * (0.5 + random.NextDouble());
                }
            }
            return new LayerMap
            {
                A = model.Name,
                B = model.Name,
                Matrix = new SimilarityMatrix
                {
                    Values = values,
                    StandardErrors = errors,
                    LayersA = layers,
                    LayersB = layers,
                    Examples = new int[1, 2000],
                    Undefined = [],
                    Warnings = [],
                    Within = true,
                },
                Shares = [.. layers.Select(_ => random.NextDouble())],
            };
        })];
        return new() { Title = "Sixty networks", Name = "page", StudyJson = "{}", Models = models, Comparisons = maps };
    }
}
