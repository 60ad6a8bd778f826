using System.Globalization;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>A share of a comparison's passes: every so many-th, so that shares differ by one pass at most.</summary>
/// <param name="Number">From 1 to <paramref name="Count"/>.</param>
/// <param name="Count">Into how many shares the passes go.</param>
public readonly record struct Shard(int Number, int Count)
{
    /// <summary>All passes.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <exception cref="InvalidOptionsException">Not as <c>2/4</c>: the second share of four.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        return parts.Length == 2 && Number(parts[0]) is { } number && Number(parts[1]) is { } count && number <= count
            && ComparisonRanges.Shards.Contains(count)
            ? new(number, count)
            : throw new InvalidOptionsException(
                $"shard: {Foreign.Quoted(text)} is no share of the passes; expected such as 2/4, the second of four");

        static int? Number(string part)
            => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : null;
    }

    /// <summary>Which of so many passes it has, ascending; none where there are fewer passes than shares.</summary>
    internal IEnumerable<int> Of(int passes)
    {
        for (int pass = Number - 1; pass < passes; pass += Count) yield return pass;
    }

    /// <summary>What part of so many passes it has.</summary>
    internal double PartOf(int passes) => (double)Of(passes).Count() / passes;

    public override string ToString() => $"{Number}/{Count}";
}
