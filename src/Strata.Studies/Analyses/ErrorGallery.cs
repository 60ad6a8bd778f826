using System.Text.Json;
using Strata.Analysis.Populations;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Studies.Analyses;

/// <summary>The images that a page can show of a comparison of populations: gallery.webp, with gallery.json to say what is where.</summary>
internal static class ErrorGallery
{
    /// <summary>Images in all; a page should stay small.</summary>
    private const int Most = 2000;

    /// <summary>Of all examples, of each class, and of each pair of a class and what it is taken for.</summary>
    private const int MostDifferent = 600, OfClass = 8, OfMistake = 3;

    private const string Sheet = "gallery.webp", Places = "gallery.json";

    /// <summary>What stands in gallery.json.</summary>
    private sealed record Layout(int Width, int Height, int Columns, int[] Examples);

    public static void Write(string folder, PopulationComparison found, ImageSet images)
    {
        var sheet = ImageSheet.Of(images, images.Test, Choose(found.Accuracies));
        AtomicFile.Write(Path.Combine(folder, Sheet), stream => stream.Write(sheet.WebP));
        AtomicFile.WriteText(Path.Combine(folder, Places),
            JsonSerializer.Serialize(new Layout(sheet.Width, sheet.Height, sheet.Columns, sheet.Examples), StudyJson.Line) + "\n");
    }

    /// <summary>Null where there is none, as in folders of earlier versions.</summary>
    public static ImageSheet? Read(string folder)
    {
        if (!File.Exists(Path.Combine(folder, Places))) return null;
        Layout layout = JsonFile.Read<Layout>(Path.Combine(folder, Places), "places of images", StudyJson.Line);
        byte[] sheet = InputFile.ReadAll(Path.Combine(folder, Sheet), "a picture", Array.MaxLength);
        return new(sheet, layout.Width, layout.Height, layout.Columns, layout.Examples);
    }

    /// <summary>
    /// The most different examples; of each class, too; and of what classes are taken for, those that fewest models get right.
    /// </summary>
    internal static int[] Choose(ExampleAccuracies examples)
    {
        double Difference(int e) => Math.Abs(examples.AccuracyA[e] - examples.AccuracyB[e]);
        int[] byDifference = [.. Enumerable.Range(0, examples.Labels.Length).OrderByDescending(Difference)];
        IEnumerable<int> OfMistakes(int[] mistaken, double[] accuracy) => Enumerable.Range(0, mistaken.Length)
            .Where(e => mistaken[e] >= 0).GroupBy(e => (examples.Labels[e], mistaken[e]))
            .SelectMany(cell => cell.OrderBy(e => accuracy[e]).Take(OfMistake));
        return [.. byDifference.Take(MostDifferent)
            .Concat(byDifference.GroupBy(e => examples.Labels[e]).SelectMany(c => c.Take(OfClass)))
            .Concat(OfMistakes(examples.MistakenA, examples.AccuracyA)).Concat(OfMistakes(examples.MistakenB, examples.AccuracyB))
            .Distinct().Take(Most)];
    }
}
