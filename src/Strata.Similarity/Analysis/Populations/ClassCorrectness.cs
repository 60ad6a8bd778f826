namespace Strata.Analysis.Populations;

/// <summary>How often each model is right about each class.</summary>
internal sealed class ClassCorrectness
{
    private readonly ArraySegment<int[]> _right;

    public ClassCorrectness(Correctness models, IReadOnlyList<int[]> examplesOf)
    {
        Examples = [.. examplesOf.Select(examples => examples.Length)];
        _right = Enumerable.Range(0, models.Models).Select(m =>
        {
            byte[] right = models.Of(m);
            return examplesOf.Select(examples => examples.Sum(e => right[e])).ToArray();
        }).ToArray();
    }

    private ClassCorrectness(int[] examples, ArraySegment<int[]> right) => (Examples, _right) = (examples, right);

    /// <summary>[classes]: how many test examples each has.</summary>
    public int[] Examples { get; }

    /// <inheritdoc cref="Correctness.FirstHalf"/>
    public ClassCorrectness FirstHalf => new(Examples, _right[..(_right.Count / 2)]);

    public ClassCorrectness SecondHalf => new(Examples, _right[(_right.Count / 2)..]);

    /// <summary>Test examples of some classes together; those that there are not have none.</summary>
    public int Count(IEnumerable<int> classes) => classes.Sum(c => c < Examples.Length ? Examples[c] : 0);

    /// <summary>[models], in percent of the test examples of some classes, of which there must be any.</summary>
    public double[] ModelAccuracies(IReadOnlyList<int> classes)
    {
        int[] known = [.. classes.Where(c => c < Examples.Length)];
        double count = Count(known);
        return [.. _right.Select(right => 100 * known.Sum(c => right[c]) / count)];
    }
}
