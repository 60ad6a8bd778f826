using System.Diagnostics;
using Strata.Analysis.Populations;
using Strata.Arrays;
using Strata.Runtime;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;

namespace Strata.Studies.Tests.Analyses;

public class ErrorGalleryTests
{
    [Fact]
    public void The_most_different_come_first_and_every_class_and_mistake_has_some()
    {
        // Class 0 has 700 examples that differ by 100 points, class 1 ten that are equal, of which one is taken for class 2.
        const int Different = 700, Equal = 10;
        int[] labels = [.. Enumerable.Repeat(0, Different), .. Enumerable.Repeat(1, Equal)];
        double[] a = [.. labels.Select(label => label == 0 ? 100.0 : 50)], b = [.. labels.Select(label => label == 0 ? 0.0 : 50)];
        int[] mistaken = [.. labels.Select((_, e) => e == Different + Equal - 1 ? 2 : -1)];
        int[] chosen = ErrorGallery.Choose(new(labels, a, b, a, a, b, b) { MistakenA = mistaken, MistakenB = mistaken });
        Assert.Equal(chosen.Distinct(), chosen);
        Assert.Equal(Enumerable.Range(0, 600), chosen.Take(600));
        Assert.Equal(8, chosen.Count(e => labels[e] == 1 && mistaken[e] < 0));
        Assert.Contains(Different + Equal - 1, chosen);
        // What examples are taken for is not known of earlier results.
        Assert.Equal(608, ErrorGallery.Choose(new(labels, a, b, a, a, b, b)).Length);
    }

    [Fact]
    public void Pipes_in_the_place_of_pictures_are_not_waited_for()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "asks Linux for the type of a file");
        using var folder = new Folder();
        string At(string name) => Path.Combine(folder.Path, name);
        void Refused(string picture, Action read)
        {
            using (Process made = Process.Start("mkfifo", [At(picture)])) made.WaitForExit();
            Assert.Contains($"{picture}: is a pipe; expected a picture", Assert.Throws<InvalidFileException>(read).Message,
                StringComparison.Ordinal);
        }

        File.WriteAllText(At("gallery.json"), "{\"width\":1,\"height\":1,\"columns\":1,\"examples\":[0]}");
        Refused("gallery.webp", () => ErrorGallery.Read(folder.Path));

        // A's first half alone is right about example 0, which is pictured therefore.
        Population a = new("a", new[,] { { 0, 1, 1 }, { 0, 1, 1 }, { 1, 0, 1 }, { 1, 0, 1 } }),
            b = new("b", new[,] { { 1, 1, 1 }, { 1, 1, 0 }, { 1, 1, 1 }, { 1, 1, 1 } });
        ErrorsFolder.Write(folder.Path, PopulationComparison.Of(a, b, [0, 0, 0], options: new() { Resamples = 0 }));
        PlannedAnalysis errors = Planned(Study.PopulationErrors, new ErrorsOptions("a", "b", ["a-s0"], ["b-s0"], null, 0));
        Refused("example-0.png", () => ErrorsKind.Read(errors, folder.Path, ["x", "y"], new HashSet<string> { "a-s0", "b-s0" }));

        File.WriteAllText(At("dominant-images.json"),
            """
            { "layer": { "index": 0, "name": "conv", "kind": "conv", "stage": null, "block": null, "shape": [1] }, "place": 0, "share": 0.5,
              "examples": 1, "top": 1, "topWeight": 1, "inCommon": [], "images": [ { "example": 7, "class": "x", "projection": 1 } ],
              "passes": 1 }
            """);
        NpyFile.Write(At("projections.npy"), new double[] { 1 }, 1);
        PlannedAnalysis dominant = Planned(Study.DominantImages, new { });
        Refused("example-7.png", () => _ = new DominantImagesKind().Show(dominant, folder.Path, null).ToArray());
    }

    private static PlannedAnalysis Planned(string kind, object options) => new()
    {
        Kind = kind,
        Name = "a~b",
        Key = "",
        Title = "",
        Inputs = new Dictionary<string, Artifact>(),
        Models = ["a-s0", "b-s0"],
        Options = AnalysisPlanning.Options(options),
    };
}
