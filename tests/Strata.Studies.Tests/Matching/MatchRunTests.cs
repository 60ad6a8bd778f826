using System.Text.Json;
using System.Text.Json.Nodes;
using SkiaSharp;
using Strata.Analysis;
using Strata.Runtime;
using Strata.Studies.Matching;
using Strata.Studies.Planning;
using Strata.Studies.Work;

namespace Strata.Studies.Tests.Matching;

/// <summary>A search on networks whose accuracies are made up.</summary>
public sealed class MatchRunTests : IDisposable
{
    private const string CacheHome = "XDG_CACHE_HOME", LeftOut = "1 broken image of set left out";
    private const string Two =
        "models=[{\"family\":\"resnet-cifar\",\"depth\":14,\"seeds\":2},"
        + "{\"family\":\"resnet-cifar\",\"depth\":8,\"width\":[0.5,2],\"seeds\":2}]";

    private readonly string? _before = Environment.GetEnvironmentVariable(CacheHome);
    private readonly Folder _folder = new();

    public MatchRunTests() => Environment.SetEnvironmentVariable(CacheHome, Path.Combine(_folder.Path, "cache"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(CacheHome, _before);
        _folder.Dispose();
    }

    [Fact]
    public void It_says_how_many_broken_images_were_left_out()
    {
        string set = Path.Combine(_folder.Path, "set"), output = Path.Combine(_folder.Path, "out");
        WriteSet(set);
        Study study = Small.Study(Two, $"data.source=\"imagefolder:{set}\"", "data.skipBroken=true", "training.batch=4");
        WidthMatch found = new MatchRun(study, new() { Confirm = 2, Rounds = 1 }).Execute(part => MadeUp(part, output), _ => { })!;
        Assert.Equal((1, true), (found.Width, found.Matched));
        Assert.Equal([LeftOut], found.Warnings);

        JsonNode written = JsonSerializer.SerializeToNode(found, JsonSerializerOptions.Web)!;
        Assert.Equal(LeftOut, written["warnings"]![0]!.GetValue<string>());
        // As earlier versions wrote it.
        written.AsObject().Remove("warnings");
        WidthMatch earlier = written.Deserialize<WidthMatch>(JsonSerializerOptions.Web)!;
        Assert.Equal((found.Width, found.Points.Count), (earlier.Width, earlier.Points.Count));
        Assert.Empty(earlier.Warnings);
    }

    /// <summary>A run whose networks are there: each doubling of the width is worth ten points, and width 1 as much as the other.</summary>
    private static StudyRun MadeUp(Study study, string output)
    {
        StudyRun run = StudyRun.Prepare(study, output, 1, "strata match");
        foreach (var (index, model) in run.Plan.Models.Index())
        {
            string folder = run.Store.FolderOf(model.Artifact());
            Directory.CreateDirectory(folder);
            JsonObject results = new()
            {
                // Two seeds of each, a point apart.
                ["testAccuracy"] = .8 + .1 * Math.Log2(model.OwnSpec().Width) + .01 * (index % 2),
                [TrainWork.Guessing] = JsonSerializer.SerializeToNode(Guessing.Of(.5, 1000), StudyJson.File),
            };
            Small.Manifest(results, model.Name, model.Artifact().Key).Write(folder);
        }
        return run;
    }

    /// <summary>Two classes of images of one colour each, and a file that is none.</summary>
    private static void WriteSet(string path)
    {
        for (int i = 0; i < 16; i++)
        {
            string place = Path.Combine(path, i < 12 ? "train" : "test", i % 2 == 0 ? "ant" : "cat");
            Directory.CreateDirectory(place);
            using var bitmap = new SKBitmap(8, 8);
            bitmap.Erase(new SKColor((byte)(10 * i), 100, 50));
            using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(place, $"{i}.png"), png.ToArray());
        }
        File.WriteAllText(Path.Combine(path, "train", "cat", "x.png"), "no image");
    }
}
