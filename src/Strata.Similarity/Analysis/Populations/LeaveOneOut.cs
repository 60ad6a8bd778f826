namespace Strata.Analysis.Populations;

/// <summary>The parts of the effect when each model in turn is left out of two populations.</summary>
internal sealed class LeaveOneOut
{
    private readonly EffectParts[][] _influences;
    private readonly EffectParts[] _bends;

    /// <param name="whole">With all models.</param>
    /// <param name="withoutA">Without one model of A each.</param>
    /// <param name="withoutB">Without one model of B each.</param>
    public LeaveOneOut(EffectParts whole, EffectParts[] withoutA, EffectParts[] withoutB)
    {
        EffectParts corrected = whole;
        foreach (EffectParts[] without in new[] { withoutA, withoutB })
            corrected -= (without.Length - 1) * (EffectParts.Mean(without) - whole);
        Corrected = corrected;
        Share = corrected.Map(whole, (part, all) => all > 0 ? Math.Sqrt(Math.Clamp(part / all, 0, 1)) : 0);
        _influences = [Influences(withoutA), Influences(withoutB)];
        _bends = [Bend(withoutA, whole), Bend(withoutB, whole)];
    }

    /// <summary>
    /// Without their bias: for each population, minus (M − 1) times how much the mean over leaving out one model exceeds the value with
    /// all. Exact for what is quadratic in the accuracies (M. H. Quenouille 1956).
    /// </summary>
    public EffectParts Corrected { get; }

    /// <summary>The part of the observed differences that is no noise, as a factor of their size: √(corrected/observed).</summary>
    public EffectParts Share { get; }

    /// <summary>How much the parts move, to first order, when models are taken so many times.</summary>
    public EffectParts Moved(int[] timesA, int[] timesB) => Sum(_influences[0], timesA) + Sum(_influences[1], timesB);

    /// <summary>
    /// What the parts have in a draw because models come several times in it, or not at all: new models would never be the same. Left in,
    /// it varies by √(2/M) of the noise's own squares, where those of new models vary by √(2/examples) of them.
    /// </summary>
    public EffectParts Repeated(int[] timesA, int[] timesB) => Repeats(timesA) * _bends[0] + Repeats(timesB) * _bends[1];

    /// <summary>Σ (times − 1)²/M².</summary>
    private static double Repeats(int[] times) => times.Sum(t => (t - 1.0) * (t - 1)) / times.Length / times.Length;

    /// <summary>
    /// The second-order term of a single model, in the mean over models: a first-order one is 0 in that mean, and leaving a model out moves
    /// its weight by 1/(M − 1).
    /// </summary>
    private static EffectParts Bend(EffectParts[] without, EffectParts whole)
        => (without.Length - 1.0) * (without.Length - 1) * (EffectParts.Mean(without) - whole);

    private static EffectParts[] Influences(EffectParts[] without)
    {
        EffectParts mean = EffectParts.Mean(without);
        return [.. without.Select(value => (without.Length - 1.0) / without.Length * (mean - value))];
    }

    private static EffectParts Sum(EffectParts[] influences, int[] times)
    {
        EffectParts sum = default;
        for (int m = 0; m < times.Length; m++) sum += times[m] * influences[m];
        return sum;
    }
}
