using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Work;

namespace Strata.Studies.Analyses;

/// <summary>
/// A model's similarity with itself, and its first components, without the images that dominate (P2): a folder as that of a comparison,
/// with the shares of the first components of what is left, shares.npy.
/// </summary>
internal sealed class WithoutImagesKind : AnalysisKind
{
    private const string SharesFile = "shares.npy", DominantRole = "dominant";

    /// <summary>That the unbiased estimator needs.</summary>
    private const int FewestLeft = 4;

    public override string Name => Study.WithoutImages;
    public override string Plural => "similarities without images";

    public override string? Problem(Study study) => study.Analyses.Contains(Study.DominantImages) ? null
        : $"{Name} leaves out what the analysis {Study.DominantImages} finds, which is not asked for";

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        StudySimilarity asked = planning.Study.Similarity;
        int images = Math.Min(asked.MaxExamples ?? int.MaxValue, planning.Data.Test.Count);
        foreach (double share in asked.WithoutImages)
            if (images - DominantExamples.Count(share, images) is < FewestLeft and var left)
                planning.Problems.Add($"similarity.withoutImages: {share} of {images} images leaves {left}, expected {FewestLeft} or more");
        foreach (PlannedModel model in planning.Models)
        {
            if (planning.Find(Study.DominantImages, model.Name) is not { } dominant) continue;
            LayerInfo[] layers = [.. LayerSelection.Select(model.Layers, asked.Layers).Select(layer => model.Layers[layer])];
            foreach (double share in asked.WithoutImages)
            {
                // All that are left: which images are compared at all is settled by those that are looked at for dominant ones.
                var options = new WithoutImagesOptions(share, asked.Options with { MaxExamples = null });
                int left = images - DominantExamples.Count(share, images);
                double batch = Math.Min(asked.Batch, left),
                    seen = (double)left * (asked.Batch >= left ? 1 : asked.Passes);
                PlannedAnalysis plain = AnalysisPlanning.OfModel(this, model, options,
                    Planner.GramsCost(model.MultiplyAddsPerImage, layers, seen, batch) + seen * batch / 2 * Math.Pow(layers.Length, 2)
                    + ComponentsKind.UsualPasses * left * model.MultiplyAddsPerImage);
                yield return plain with
                {
                    Name = $"{WrittenNumber.Of(share)}-{model.Name}",
                    Comparison = options.Comparison,
                    Bytes = PrincipalComponents.Bytes(layers, left, Components(options)),
                    Title = $"similarity of {model.Label} {Words(share)}",
                    Key = ContentKey.Of(Name, new JsonObject { ["key"] = plain.Key, [DominantRole] = dominant.Key }),
                    Inputs = new Dictionary<string, Artifact>(plain.Inputs) { [DominantRole] = dominant.Artifact() },
                };
            }
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        string dominant = work.Inputs[DominantRole];
        if (!AnalysisExecution.HasResult(Manifest.Read(dominant))) return new() { Nothing = "no image dominates: see dominant-images" };
        WithoutImagesOptions options = work.Options<WithoutImagesOptions>();
        int[] images = DominantImagesKind.Order(dominant);
        int left = DominantExamples.Count(options.Share, images.Length);
        using IClassifier model = work.OpenModel();
        using var source = new SelectedExamples(model, [.. images.Skip(left).Order()]);
        SimilarityMatrix matrix = source.Numbered(ModelComparison.Compare(source, options: options.Comparison,
            progress: new BatchProgress(new PartProgress(work.Progress, 0, 0.5)), stop: work.Stop));
        using var layers = new ChosenLayers(source, options.Comparison.Layers);
        using var tokens = new TokenSource(layers, options.Comparison.Tokens);
        LayerComponents components = PrincipalComponents.Of(tokens, Components(options),
            new ComponentPasses(new PartProgress(work.Progress, 0.5, 1)), work.Stop);
        JsonObject results = SimilarityFolder.WriteArrays(work.Folder, matrix);
        results["imagesLeftOut"] = left;
        NpyFile.Write(Path.Combine(work.Folder, SharesFile), components.Shares, components.Shares.Length);
        Heatmap.Write(matrix, Path.Combine(work.Folder, "heatmap"), new() { Title = $"{work.Models[0].Label} {Words(options.Share)}" });
        JsonObject manifest = SimilarityManifest.OptionsOf(options.Comparison);
        manifest["withoutImages"] = options.Share;
        return new()
        {
            Warnings = [.. matrix.Warnings, .. components.Warnings],
            Results = results,
            Options = manifest,
        };
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
    {
        double share = analysis.Settled<WithoutImagesOptions>().Share;
        using NpyReader shares = NpyFile.Open(Path.Combine(folder, SharesFile));
        yield return new LayerMap
        {
            Name = $"{Name}-{analysis.Name}",
            Title = Words(share),
            Says = $"CKA, and below it the first components, without the images that project most on the component that "
                + $"{Study.DominantImages} names; a block that is their work goes with them",
            Models = analysis.Models,
            A = analysis.Models[0],
            B = analysis.Models[0],
            Matrix = SimilarityFolder.Read(folder),
            Shares = shares.ReadAll(),
            WithoutImages = share,
        };
    }

    /// <summary>Of all that are left, to what a strip shows.</summary>
    private static ComponentOptions Components(WithoutImagesOptions options)
        => DominantOptions.Of(options.Comparison).Components with { MaxExamples = null, Tolerance = 1e-3 };

    /// <summary>Such as <c>without 10 % of the images</c>.</summary>
    private static string Words(double share) => $"without {WrittenNumber.Of(100 * share, "G4")} % of the images";
}
