using System.Text.Json.Nodes;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Cli.Commands;

/// <summary>The similarity of two arrays without the examples that weigh most.</summary>
/// <param name="Examples">Which, heaviest first, by the mean of their weights in both.</param>
/// <param name="ShareX">What they had of X's similarity with itself.</param>
/// <param name="ShareY">What they had of Y's.</param>
/// <param name="Value">Null where undefined.</param>
/// <param name="Reason">Why there is none.</param>
internal sealed record LeftOutRows(int[] Examples, double ShareX, double ShareY, double? Value, string? Reason)
{
    /// <summary>Examples that a sentence names.</summary>
    private const int Named = 10;

    /// <param name="similarity">Of what is left.</param>
    /// <exception cref="InvalidOptionsException">Not as many examples.</exception>
    public static LeftOutRows Of(RowSource x, RowSource y, int count, Func<RowSource, RowSource, SimilarityResult> similarity)
    {
        if (count < 1 || count >= x.Examples)
            throw new InvalidOptionsException($"--without: {count} is not from 1 to {x.Examples - 1}, less than there are examples");
        double[] ofX = Weights(x), ofY = Weights(y);
        int[] heaviest = ExampleWeights.Heaviest([.. ofX.Zip(ofY, (a, b) => a + b)], count);
        SimilarityResult left = similarity(x.Without(heaviest), y.Without(heaviest));
        return new(heaviest, heaviest.Sum(example => ofX[example]), heaviest.Sum(example => ofY[example]), left.Value, left.Reason);
    }

    public string Sentence()
        => $"without the {Examples.Length} examples that weigh most ({string.Join(", ", Examples.Take(Named))}"
            + $"{(Examples.Length > Named ? ", …" : "")}): {(Value is { } value ? $"{value:0.000000}" : $"undefined: {Reason}")}; they had "
            + $"{ShareX:P1} of X's and {ShareY:P1} of Y's similarity with itself";

    public JsonObject Json() => new()
    {
        ["examples"] = new JsonArray([.. Examples.Select(example => (JsonNode)example)]),
        ["shareX"] = ShareX,
        ["shareY"] = ShareY,
        ["value"] = Value,
        ["reason"] = Reason,
    };

    private static double[] Weights(RowSource rows)
    {
        double needed = sizeof(double) * ((double)rows.Examples * rows.Features + Math.Pow(Math.Min(rows.Examples, rows.Features), 2) * 2),
            available = MachineMemory.Bytes;
        return needed > 0.7 * available
            ? throw new StrataException($"--without: weighing {rows.Examples} examples takes about {needed / 1e9:0.0} GB, more than 70 % "
                + $"of the {available / 1e9:0.0} GB that this process may use; take fewer examples")
            : ExampleWeights.Of(rows.Read(0, rows.Examples), rows.Examples, rows.Features);
    }
}
