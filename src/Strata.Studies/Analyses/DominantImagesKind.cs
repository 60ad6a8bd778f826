using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Data;
using Strata.Data.WordNet;
using Strata.Models;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Work;

namespace Strata.Studies.Analyses;

/// <summary>
/// Which images make a model's dominant first component (P2): dominant-images.json, examples.npy, projections.npy, and the first of the
/// images. The layer is that with the largest component in the large window that the verdict on blocks rests on, or else in the network.
/// </summary>
internal sealed class DominantImagesKind : AnalysisKind
{
    private const string FileName = "dominant-images.json", ExamplesFile = "examples.npy", ProjectionsFile = "projections.npy",
        BlocksRole = "blocks";

    /// <summary>Images that the page shows.</summary>
    private const int Shown = 24;

    /// <summary>Of the histogram, which goes down to a thousandth of the largest projection.</summary>
    private const int Bins = 40, Decades = 3;

    public override string Name => Study.DominantImages;
    public override string Plural => "searches for dominant images";

    /// <summary>What stands in dominant-images.json; all examples and projections have files of their own.</summary>
    /// <param name="Place">Of the layer, among those that are compared.</param>
    /// <param name="Share">The component's share of the layer's variance.</param>
    /// <param name="TopWeight">What the top examples have of the component's variance.</param>
    /// <param name="Passes">That the components took.</param>
    /// <param name="InCommon">Of each layer; null where it has no component.</param>
    private sealed record Summary(LayerInfo Layer, int Place, double Share, int Examples, int Top, double TopWeight,
        IReadOnlyList<double?> InCommon, IReadOnlyList<Pictured> Images, int Passes);

    /// <summary>An image that the page shows.</summary>
    /// <param name="Projection">In units of the root mean square.</param>
    private sealed record Pictured(int Example, string Class, double Projection);

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        var options = DominantOptions.Of(planning.Study.Similarity.Options);
        int examples = Math.Min(options.MaxExamples ?? int.MaxValue, planning.Data.Test.Count);
        foreach (PlannedModel model in planning.Models)
        {
            PlannedAnalysis plain = AnalysisPlanning.OfModel(this, model, options,
                ComponentsKind.UsualPasses * examples * model.MultiplyAddsPerImage) with
            {
                Bytes = PrincipalComponents.Bytes(
                    [.. LayerSelection.Select(model.Layers, options.Layers).Select(layer => model.Layers[layer])], examples,
                    options.Components)
            };
            var inputs = new Dictionary<string, Artifact>(plain.Inputs);
            if (planning.Find(Study.Blocks, model.Name) is { } blocks) inputs[BlocksRole] = blocks.Artifact();
            yield return plain with
            {
                Key = ContentKey.Of(Name, new JsonObject
                {
                    ["key"] = plain.Key,
                    ["classes"] = planning.ClassNames(),
                    [BlocksRole] = inputs.TryGetValue(BlocksRole, out Artifact window) ? window.Key : null,
                }),
                Inputs = inputs,
            };
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        DominantOptions options = work.Options<DominantOptions>();
        using IClassifier model = work.OpenModel();
        using var layers = new ChosenLayers(model, options.Layers);
        using var source = new TokenSource(layers, options.Tokens);
        LayerComponents components = PrincipalComponents.Of(source, options.Components, new ComponentPasses(work.Progress), work.Stop);
        (int, int)? window = work.Inputs.TryGetValue(BlocksRole, out string? blocks)
            && BlocksKind.Read(blocks) is { LargeWindow: true, First: { } first, Last: { } last } ? (first, last) : null;
        if (DominantExamples.Of(components, window) is not { } found)
            return new() { Nothing = $"no layer of {work.Models[0].Label} has a principal component: all images give the same" };

        NpyFile.Write(Path.Combine(work.Folder, ExamplesFile), [.. found.Examples], found.Examples.Count);
        NpyFile.Write(Path.Combine(work.Folder, ProjectionsFile), [.. found.Projections], found.Projections.Count);
        IReadOnlyList<string> classes = WnidNames.Of(work.Images.Classes);
        Pictured[] shown = [.. found.Examples.Zip(found.Projections).Take(Shown).Select(image
            => new Pictured(image.First, classes[work.Images.Test.Labels[image.First]], image.Second))];
        foreach (Pictured image in shown)
            AtomicFile.Write(Path.Combine(work.Folder, PictureName(image)),
                stream => stream.Write(ImagePng.Of(work.Images, work.Images.Test, image.Example)));
        work.WriteJson(new Summary(found.Layer, found.Place, found.Share, found.Examples.Count, found.Top, found.Weight(found.Top),
            [.. found.InCommon.Select(share => double.IsFinite(share) ? share : (double?)null)], shown, components.Passes));
        return new()
        {
            Warnings = components.Warnings,
            Results = new JsonObject { ["layer"] = found.Layer.Name, ["share"] = found.Share, ["topWeight"] = found.Weight(found.Top) },
        };
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
    {
        Summary found = AnalysisWork.ReadJson<Summary>(folder, FileName);
        if (own is not null)
            yield return new LayerCurve
            {
                Title = "dominant images",
                Says = $"of the {found.Top} images with the largest projections on a layer's first component, the share that is also among "
                    + $"those of {found.Layer.Name}; dashed: by chance",
                Models = analysis.Models,
                Lines = [new("in common", [.. found.InCommon.Select(share => share ?? double.NaN)], 4) { Column = "dominantImages" }],
                Reference = (double)found.Top / found.Examples,
            };
        yield return Histogram(found, Numbers(folder, ProjectionsFile)) with
        {
            Name = $"{Name}-{analysis.Name}",
            Models = analysis.Models,
        };
        yield return new ImageStrip
        {
            Title = "dominant images",
            Says = $"The test images with the largest projections on the first component of {found.Layer.Name}, which has "
                + $"{100 * found.Share:0} % of that layer's variance. The first {found.Top} of {found.Examples} have "
                + $"{100 * found.TopWeight:0} % of the component's.",
            Models = analysis.Models,
            Images = [.. found.Images.Select(image => new ShownImage(
                InputFile.ReadAll(Path.Combine(folder, PictureName(image)), "a picture", Array.MaxLength),
                $"Test image {image.Example}, {image.Class}", [image.Class, $"{image.Projection:0.0}"]))],
        };
    }

    /// <summary>The images, the dominant ones first: indices into the test images.</summary>
    public static int[] Order(string folder) => [.. Numbers(folder, ExamplesFile).Select(index => (int)index)];

    /// <summary>How many images project by how much, on a logarithmic scale: two hills where some images dominate.</summary>
    private static Chart Histogram(Summary found, double[] projections)
    {
        double[] exponents = [.. projections.Where(p => p > 0).Select(Math.Log10)];
        double most = exponents.DefaultIfEmpty(0).Max(), least = Math.Max(exponents.DefaultIfEmpty(0).Min(), most - Decades),
            width = Math.Max(1e-9, (most - least) / Bins);
        int[] counts = new int[Bins];
        foreach (double exponent in exponents) counts[Math.Clamp((int)((exponent - least) / width), 0, Bins - 1)]++;
        return new()
        {
            Title = "dominant images",
            XLabel = $"log₁₀ of |projection| on PC1 of {found.Layer.Name}, in units of its root mean square",
            YLabel = "test images",
            FromZero = true,
            Series = [new("images", [.. counts.Select((count, bin) => (least + (bin + 0.5) * width, (double)count))])],
        };
    }

    private static string PictureName(Pictured image) => $"example-{image.Example}.png";

    private static double[] Numbers(string folder, string name)
    {
        using NpyReader file = NpyFile.Open(Path.Combine(folder, name));
        return file.ReadAll();
    }
}
