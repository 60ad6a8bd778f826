using Strata.Analysis.Populations;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Report.Tests.Page;

/// <summary>Populations of made-up predictions: models of the second are better at every third example.</summary>
internal static class PopulationSamples
{
    /// <summary>Where the pictures of examples come from; the last example has none.</summary>
    private static readonly ImageSet s_images = ImageSets.Load("digits");

    public static PopulationComparison Compare(int models, int classes)
    {
        var random = new RandomSequence(1, "figure");
        int[] labels = [.. Enumerable.Range(0, 5 * classes).Select(e => e % classes)];
        Population Draw(string name, double right)
        {
            int[,] predictions = new int[models, labels.Length];
            for (int m = 0; m < models; m++)
                for (int e = 0; e < labels.Length; e++)
                    predictions[m, e] = random.NextDouble() < (e % 3 == 0 ? right : .8) ? labels[e] : (labels[e] + 1) % classes;
            return new(name, predictions);
        }
        return PopulationComparison.Of(Draw("a", .3), Draw("b", .9), labels, new([new("<even>", [0, 2]), new("odd", [1, 3])]),
            new() { Resamples = 100 });
    }

    public static StudyContent Study(int models)
    {
        StudyContent study = Samples.Study();
        PopulationComparison found = Compare(models, 4);
        return study with
        {
            Errors =
            [
                new()
                {
                    Name = "a~b",
                    ModelA = study.Models[0].Name,
                    ModelB = study.Models[1].Name,
                    Comparison = found,
                    Classes = ["<first>", "second", "third"],
                    Gallery = ImageSheet.Of(s_images, s_images.Test, [.. Enumerable.Range(0, found.Accuracies.Labels.Length - 1)]),
                    Pictures = Enumerable.Range(0, found.Examples.Count).ToDictionary(index => index, _ => new byte[] { 1, 2, 3 }),
                },
            ],
        };
    }
}
