namespace Strata.Similarity;

/// <summary>Whether the similarity of a layer to itself is a number that others can be measured by.</summary>
internal sealed class SelfTests(int layers)
{
    /// <summary>Self terms below this share of (tr K/n)² are rounding.</summary>
    private const double Smallest = 1e-10;

    private readonly double[] _self = new double[layers], _bound = new double[layers], _trace = new double[layers];

    /// <summary>Adds a batch: ⟨G, G⟩ = n(n−3)·HSIC₁ and tr K of every layer.</summary>
    public void Add(double[] self, double[] traces, int n)
    {
        for (int i = 0; i < layers; i++)
        {
            _self[i] += self[i];
            _trace[i] += traces[i];
            _bound[i] += Smallest * n * (n - 3.0) * (traces[i] / n) * (traces[i] / n);
        }
    }

    /// <summary>Why the layer's similarities are undefined, or null.</summary>
    public string? Problem(int layer)
    {
        if (!double.IsFinite(_trace[layer]) || !double.IsFinite(_self[layer]))
            return "not finite: the representation holds infinite or undefined numbers";
        if (_trace[layer] == 0) return "zero: every example has the representation 0";
        if (_self[layer] <= _bound[layer])
            return
                $"constant: the examples' representations differ by no more than rounding (self term {_self[layer]:0.###e0}, needed more "
                + $"than {_bound[layer]:0.###e0})";
        return null;
    }
}
