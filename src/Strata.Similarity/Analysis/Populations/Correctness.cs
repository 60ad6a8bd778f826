namespace Strata.Analysis.Populations;

/// <summary>Which models are right about which examples.</summary>
internal sealed class Correctness
{
    private readonly byte[][] _right;

    private Correctness(byte[][] right) => (_right, Counts) = (right, Count(right));

    public Correctness(Population population, int[] labels)
        : this([.. Enumerable.Range(0, population.Models).Select(m => Right(population.Of(m), labels))]) { }

    public int Models => _right.Length;
    public int Examples => Counts.Length;

    /// <summary>[examples]: how many models are right.</summary>
    public int[] Counts { get; }

    /// <summary>1 where the model is right, else 0, for every example.</summary>
    public byte[] Of(int model) => _right[model];

    /// <summary>The same models in a choice and order of one's own, repetitions included.</summary>
    public Correctness Choose(IEnumerable<int> models) => new([.. models.Select(m => _right[m])]);

    /// <summary>The first half of the models, the larger one last where their number is odd.</summary>
    public Correctness FirstHalf => Choose(Enumerable.Range(0, Models / 2));

    public Correctness SecondHalf => Choose(Enumerable.Range(Models / 2, Models - Models / 2));

    /// <summary>[examples], in percent.</summary>
    public double[] ExampleAccuracies => [.. Counts.Select(count => 100.0 * count / Models)];

    /// <summary>[models], in percent.</summary>
    public double[] ModelAccuracies => [.. _right.Select(model => 100.0 * model.Sum(right => (long)right) / model.Length)];

    /// <summary>[examples]: how many models are right when each is taken so many times.</summary>
    /// <param name="times">[models].</param>
    public int[] Weighted(ReadOnlySpan<int> times)
    {
        int[] counts = new int[Examples];
        for (int m = 0; m < times.Length; m++)
        {
            if (times[m] == 0) continue;
            byte[] model = _right[m];
            for (int e = 0; e < model.Length; e++) counts[e] += times[m] * model[e];
        }
        return counts;
    }

    private static byte[] Right(ReadOnlySpan<int> predictions, int[] labels)
    {
        byte[] right = new byte[labels.Length];
        for (int e = 0; e < right.Length; e++) right[e] = (byte)(predictions[e] == labels[e] ? 1 : 0);
        return right;
    }

    private static int[] Count(byte[][] right)
    {
        int[] counts = new int[right.Length == 0 ? 0 : right[0].Length];
        foreach (byte[] model in right)
            for (int e = 0; e < counts.Length; e++) counts[e] += model[e];
        return counts;
    }
}
