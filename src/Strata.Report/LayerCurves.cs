using Strata.Analysis;
using Strata.Models;

namespace Strata.Report;

/// <summary>Makes curves of what analyses found.</summary>
public static class LayerCurves
{
    /// <summary>The share of zeros behind every ReLU.</summary>
    /// <param name="layers">Of the axis; a selection of the model's will do.</param>
    public static LayerCurve Of(Sparsity sparsity, IReadOnlyList<LayerInfo> layers)
    {
        ArgumentNullException.ThrowIfNull(sparsity);
        return new()
        {
            Title = "ReLU zeros",
            Says = "share of zeros behind every ReLU, and of what GELU and SiLU keep below",
            Lines = [new("zeros", On(layers, sparsity.Layers.Zip(sparsity.Zeros)), 2) { Column = "zeros" }],
        };
    }

    /// <summary>The test accuracy of linear probes before and after every addition, beside the model's own.</summary>
    /// <inheritdoc cref="Of(Sparsity, IReadOnlyList{LayerInfo})"/>
    public static LayerCurve Of(ProbeResults probes, IReadOnlyList<LayerInfo> layers)
    {
        ArgumentNullException.ThrowIfNull(probes);
        double[] At(ProbePlace place)
            => On(layers, probes.Probes.Where(p => p.Place == place).Select(p => (p.Layer, p.TestAccuracy ?? double.NaN)));
        return new()
        {
            Title = "probe accuracy",
            Says = "test accuracy of linear probes before and after every addition; dashed: the model's own",
            Lines = [new("post-add", At(ProbePlace.PostResidual), 0) { Column = "probePost" },
                new("pre-add", At(ProbePlace.PreResidual), 1) { Column = "probePre" }],
            Reference = probes.ModelAccuracy,
        };
    }

    /// <summary>
    /// Where every residual branch has been added, the accuracy without it and the later ones of its stage; a line for each stage.
    /// </summary>
    /// <inheritdoc cref="Of(Sparsity, IReadOnlyList{LayerInfo})"/>
    public static LayerCurve Of(LayerCollapse collapse, IReadOnlyList<LayerInfo> layers)
    {
        ArgumentNullException.ThrowIfNull(collapse);
        ArgumentNullException.ThrowIfNull(layers);
        double[] Line(StageCollapse stage)
        {
            double[] values = [.. layers.Select(_ => double.NaN)];
            // Where a result does not name layers, a branch is a block's, if there are as many.
            if (stage.Layers is null && layers.Where(l => l.Stage == stage.Stage && l.Block is not null).DistinctBy(l => l.Block).Count()
                != stage.Accuracy.Length - 1) return values;
            for (int branch = 0; branch < stage.Accuracy.Length - 1; branch++)
            {
                int last = layers.Index().Where(l => stage.Layers is { } named ? branch < named.Count && l.Item.Name == named[branch]
                    : l.Item.Stage == stage.Stage && l.Item.Block == branch).Select(l => l.Index).DefaultIfEmpty(-1).Max();
                if (last >= 0) values[last] = stage.Accuracy[branch];
            }
            return values;
        }
        return new()
        {
            Title = "collapse accuracy",
            Says = "accuracy without the residual branch that is added here and the later ones of its stage; dashed: with all",
            Lines = [.. collapse.Stages.Select((stage, i)
                => new LayerLine(i == 0 ? "without" : "", Line(stage), 3) { Column = "collapse" })],
            Reference = collapse.Accuracy,
        };
    }

    private static double[] On(IReadOnlyList<LayerInfo> layers, IEnumerable<(LayerInfo Layer, double Value)> values)
    {
        var known = values.ToDictionary(v => v.Layer.Name, v => v.Value);
        return [.. layers.Select(l => known.GetValueOrDefault(l.Name, double.NaN))];
    }
}
