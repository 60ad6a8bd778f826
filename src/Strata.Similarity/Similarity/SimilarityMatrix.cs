using Strata.Models;

namespace Strata.Similarity;

/// <summary>The similarity of every layer of one model with every layer of the same or another model.</summary>
public sealed record SimilarityMatrix
{
    /// <summary>How it was measured: minibatch CKA, or a measure of <see cref="Measures.KnownMeasures"/>.</summary>
    public string Measure { get; init; } = Cka;

    /// <summary>Name of the measure that streams over batches.</summary>
    public const string Cka = "cka";

    /// <summary>[La, Lb]; NaN where undefined, with the reason in <see cref="Undefined"/>.</summary>
    public required double[,] Values { get; init; }

    /// <summary>[La, Lb]: jackknife over the batches of a pass, root mean square over passes; NaN with fewer than two batches.</summary>
    public required double[,] StandardErrors { get; init; }

    public required IReadOnlyList<LayerInfo> LayersA { get; init; }
    public required IReadOnlyList<LayerInfo> LayersB { get; init; }

    /// <summary>[passes, examples]: which examples, in which order.</summary>
    public required int[,] Examples { get; init; }

    /// <summary>What identifies the examples, such as a data set's hash; null where nothing does.</summary>
    public string? ExampleSource { get; init; }

    /// <summary>Examples and their order as one hash.</summary>
    public string ExamplesHash => ExampleOrder.Hash(ExampleSource, Examples);

    /// <summary>Why entries are undefined: a layer and its reason.</summary>
    public required IReadOnlyList<UndefinedLayer> Undefined { get; init; }

    /// <summary>What a reader should know before trusting the numbers.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The first principal components of the same batches; null where they were not asked for.</summary>
    public BatchComponents? Components { get; init; }

    /// <summary>Whether both axes are the same model.</summary>
    public required bool Within { get; init; }

    /// <summary>Mean of the defined values; within a model without the diagonal, which says nothing. NaN without any.</summary>
    public double Mean
    {
        get
        {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < Values.GetLength(0); i++)
            {
                for (int j = 0; j < Values.GetLength(1); j++)
                {
                    if (double.IsNaN(Values[i, j]) || Within && i == j) continue;
                    sum += Values[i, j];
                    count++;
                }
            }
            return count > 0 ? sum / count : double.NaN;
        }
    }
}
