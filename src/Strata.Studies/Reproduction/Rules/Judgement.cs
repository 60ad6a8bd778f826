using MathNet.Numerics.Distributions;
using Strata.Analysis.Statistics;
using Strata.Report;

namespace Strata.Studies.Reproduction.Rules;

/// <summary>
/// From numbers to a verdict. No part of a claim is held to agree or to disagree by what chance gives one time in twenty.
/// </summary>
internal static class Judgement
{
    public const double Level = .05;

    /// <summary>Whether a mean over networks is above 0.</summary>
    /// <param name="values">One for each network, which are independent of each other.</param>
    /// <param name="words">The mean in words, such as <c>12.0 points more are lost outside</c>.</param>
    /// <param name="format">Of a value, such as <c>0.000</c>.</param>
    /// <param name="networks">What one value is of, in the plural.</param>
    public static ClaimFinding Above0(string part, IReadOnlyList<double> values, Func<string, string> words, string format,
        string networks = "networks with a block")
    {
        double[] known = [.. values.Where(double.IsFinite)];
        var interval = MeanInterval.Of(known);
        if (interval.Low is not { } low || interval.High is not { } high)
            return new(part, ClaimVerdict.CannotTell, known.Length == 0 && values.Count > 0
                ? $"In none of {values.Count} {networks} was it measured."
                : (known.Length == 0 ? "" : $"{Sentence(words(interval.Mean.ToString(format, Invariant)))}; ")
                + $"{(known.Length == 0 ? "No" : $"{known.Length}")} {networks}, of which an interval takes {MeanInterval.Fewest}.");
        return new(part, low > 0 ? ClaimVerdict.Agrees : high < 0 ? ClaimVerdict.Disagrees : ClaimVerdict.CannotTell,
            $"{Sentence(words(interval.Mean.ToString(format, Invariant)))} (95 % interval {low.ToString(format, Invariant)} to "
            + $"{high.ToString(format, Invariant)}; {known.Length} {networks}).");
    }

    /// <summary>Whether one thing grows with another.</summary>
    /// <param name="measured">What was seen, without a full stop.</param>
    public static ClaimFinding Rising(string part, IEnumerable<TrendPoint> points, string measured)
    {
        var trend = TrendTest.Of(points);
        return new(part, trend.PRising < Level ? ClaimVerdict.Agrees : trend.PFalling < Level ? ClaimVerdict.Disagrees
            : ClaimVerdict.CannotTell, $"{Sentence(measured)} (permutation p {P(trend.PRising)}, n = {trend.Points}).");
    }

    /// <summary>Whether most of some networks do something: more than by a coin, or fewer.</summary>
    public static ClaimFinding Most(string part, int some, int all, string measured)
    {
        double atLeast = some == 0 ? 1 : 1 - Binomial.CDF(.5, all, some - 1), atMost = all == 0 ? 1 : Binomial.CDF(.5, all, some);
        return new(part, all > 0 && atLeast < Level ? ClaimVerdict.Agrees : atMost < Level ? ClaimVerdict.Disagrees
            : ClaimVerdict.CannotTell,
            $"{Sentence(measured)} (p {P(Math.Min(atLeast, atMost))} were it a coin's throw).");
    }

    public static string P(double p) => p < .001 ? "< .001" : $"= {p.ToString(".000", Invariant)}";

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private static string Sentence(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}";
}
