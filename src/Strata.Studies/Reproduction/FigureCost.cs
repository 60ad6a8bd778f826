using Strata.Models;
using Strata.Runtime;
using Strata.Studies.Analyses;
using Strata.Studies.Estimation;
using Strata.Studies.Planning;

namespace Strata.Studies.Reproduction;

/// <summary>What a figure takes at a scale, roughly.</summary>
/// <param name="Networks">That are trained.</param>
/// <param name="MultiplyAdds">Of all its work.</param>
/// <param name="Seconds">On a machine like this one.</param>
public sealed record FigureCost(int Networks, double MultiplyAdds, double Seconds)
{
    /// <summary>
    /// [figures, scales]: of all figures at all scales, in their order, after a second or two of measuring; null where a network is too
    /// large for the memory of this machine.
    /// </summary>
    /// <param name="threads">Of the machine.</param>
    public static FigureCost?[,] All(int threads, CancellationToken stop)
    {
        var speeds = new RoughSpeeds(threads);
        var costs = new FigureCost?[PublishedFigures.All.Count, Scales.All.Count];
        Parallel.For(0, costs.Length, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = threads }, cell =>
        {
            (int figure, int scale) = Math.DivRem(cell, Scales.All.Count);
            costs[figure, scale] = Of(PublishedFigures.All[figure].StudyAt(Scales.All[scale]), threads, speeds);
        });
        return costs;
    }

    internal static FigureCost? Of(Study study, int threads, RoughSpeeds speeds)
    {
        // One seed stands for all of its kind, and no predictions are compared: that costs next to nothing.
        Study one = study with
        {
            Models = [.. study.Models.Select(model => model with { Seeds = [model.Seeds[0]] })],
            Similarity = study.Similarity with { Across = Across.None },
            Analyses = [.. study.Analyses.Where(analysis => analysis != Study.PopulationErrors)],
        };
        Plan plan;
        try
        {
            plan = Planner.Create(one, NominalImages.Of(study.Data.Source), threads, "", AnalysisKinds.All);
        }
        catch (InvalidOptionsException)
        {
            return null;
        }
        (int networks, double multiplyAdds, double seconds) = (0, 0, 0);
        foreach (PlannedModel model in plan.Models)
        {
            ModelSpec spec = model.OwnSpec();
            int seeds = study.Models.Where(asked => asked.Depth.Contains(spec.Depth) && asked.Widths.Contains(spec.Width))
                .Max(asked => asked.Seeds.Count);
            PlannedComparison? own = plan.Comparisons.FirstOrDefault(pair => pair.A == model.Name);
            double each = model.MultiplyAdds + (own is null ? 0 : own.GramsA + Pairs(study.Similarity.Across, seeds) * own.Products)
                + plan.Analyses.Where(analysis => analysis.Models.Contains(model.Name)).Sum(analysis => analysis.MultiplyAdds);
            networks += seeds;
            multiplyAdds += seeds * each;
            seconds += seeds * each / speeds.MultiplyAddsPerSecond(spec);
        }
        return new(networks, multiplyAdds, seconds);
    }

    /// <summary>Comparisons for each network: itself, and half of those with the other seeds.</summary>
    private static double Pairs(Across across, int seeds) => across == Across.None ? 1 : 1 + (seeds - 1) / 2.0;
}
