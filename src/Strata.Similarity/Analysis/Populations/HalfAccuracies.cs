using System.Text.Json.Serialization;

namespace Strata.Analysis.Populations;

/// <summary>Percent right of the first and the second half of two populations' models.</summary>
public sealed record HalfAccuracies(double FirstA, double SecondA, double FirstB, double SecondB)
{
    /// <summary>Of the first halves of both, in percentage points.</summary>
    [JsonIgnore]
    public double Difference => FirstA - FirstB;

    /// <summary>Between A's halves, which differ by chance alone.</summary>
    [JsonIgnore]
    public double ControlA => FirstA - SecondA;

    /// <summary>Between B's halves.</summary>
    [JsonIgnore]
    public double ControlB => FirstB - SecondB;

    /// <summary>Of some classes together; null where they have no test examples.</summary>
    internal static HalfAccuracies? Of(ClassCorrectness a, ClassCorrectness b, IReadOnlyList<int> classes)
    {
        double Mean(ClassCorrectness half) => half.ModelAccuracies(classes).Average();
        return a.Count(classes) == 0 ? null : new(Mean(a.FirstHalf), Mean(a.SecondHalf), Mean(b.FirstHalf), Mean(b.SecondHalf));
    }
}
