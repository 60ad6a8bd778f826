using Strata.Analysis;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Report;
using Strata.Similarity;
using Strata.Studies.Reproduction;

namespace Strata.Studies.Tests.Reproduction;

/// <summary>Evidence made up for rules: networks with or without a block, and what analyses show of them.</summary>
internal static class Found
{
    public static Evidence Of(IEnumerable<ModelContent> models, IEnumerable<LayerMap>? maps = null, IEnumerable<Exhibit>? exhibits = null)
        => new(new StudyContent
        {
            Title = "made up",
            Name = "made-up",
            StudyJson = "{}",
            Models = [.. models],
            Comparisons = [.. maps ?? []],
            Exhibits = [.. exhibits ?? []],
        }, _ => throw new InvalidOperationException("no populations"));

    /// <summary>A network with its map of itself.</summary>
    public static (ModelContent Model, LayerMap Own) Network(bool block, long seed, int depth = 14, double width = 1, string fraction = "1",
        double accuracy = .9)
    {
        ModelSpec spec = ResNetCifar.Create(depth, width, 10, 3, 32);
        var model = new ModelContent
        {
            Name = $"resnet{depth}-{width}x-{fraction.Replace('/', 'o')}-s{seed}",
            Family = spec.Family.Name,
            Network = spec.Title,
            Depth = depth,
            Width = width,
            Fraction = Fraction.Parse(fraction),
            Seed = seed,
            Parameters = spec.ParameterCount,
            MultiplyAdds = spec.MultiplyAdds,
            TestAccuracy = accuracy,
        };
        int count = spec.Layers.Count;
        // Every network has some small window.
        bool In(int layer) => block ? layer >= count / 4 && layer < 3 * count / 4 : layer is >= 3 and < 7;
        double[,] values = new double[count, count];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++) values[i, j] = i == j ? 1 : In(i) && In(j) ? .95 : .3;
        double[] shares = [.. Enumerable.Range(0, count).Select(layer => block && In(layer) ? .8 : .1)];
        return (model, Map(model.Name, model.Name, values, spec.Layers) with
        {
            Block = BlockStructure.Detect(values, new(), shares, spec.Layers),
            Shares = shares,
        });
    }

    /// <summary>CKA of two models, or another map of one.</summary>
    public static LayerMap Map(string a, string b, double[,] values, IReadOnlyList<LayerInfo> layers) => new()
    {
        A = a,
        B = b,
        Models = a == b ? [a] : [a, b],
        Matrix = new SimilarityMatrix
        {
            Values = values,
            StandardErrors = new double[values.GetLength(0), values.GetLength(1)],
            LayersA = layers,
            LayersB = layers,
            Examples = new int[0, 0],
            Undefined = [],
            Warnings = [],
            Within = a == b,
        },
    };

    /// <summary>The same map with another value in the block, and another elsewhere.</summary>
    public static LayerMap Repainted(LayerMap own, string name, double inside, double outside)
    {
        double[,] values = (double[,])own.Matrix.Values.Clone();
        (int first, int last) = (own.Block!.First!.Value, own.Block.Last!.Value);
        for (int i = 0; i < values.GetLength(0); i++)
            for (int j = 0; j < values.GetLength(1); j++)
                if (i != j) values[i, j] = i >= first && i <= last && j >= first && j <= last ? inside : outside;
        return Map(own.A, own.B, values, own.Matrix.LayersA) with { Name = $"{name}-{own.A}", Title = name };
    }

    /// <summary>A curve over the layers of a network.</summary>
    public static LayerCurve Curve(LayerMap own, string column, Func<LayerInfo, double> value, double? reference = null) => new()
    {
        Title = column,
        Models = [own.A],
        Reference = reference,
        Lines = [new(column, [.. own.Matrix.LayersA.Select(value)], 0) { Column = column }],
    };
}
