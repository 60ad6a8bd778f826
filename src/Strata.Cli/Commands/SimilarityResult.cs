using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Cli.Commands;

/// <summary>What <c>strata similarity</c> says of two arrays.</summary>
/// <param name="Measure">As the option names it.</param>
/// <param name="Value">Null where undefined.</param>
/// <param name="Reason">Why there is none.</param>
/// <param name="Shape">Examples and features, for a reader.</param>
/// <param name="Facts">What only some measures have, for JSON.</param>
internal sealed record SimilarityResult(string Measure, double? Value, string? Reason, string Shape, JsonObject Facts,
    RowShuffleNull? Shuffled, IReadOnlyList<string> Notes)
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <summary>What is left without the examples that weigh most; null where that was not asked.</summary>
    public LeftOutRows? Without { get; init; }

    public static SimilarityResult OfCka(RowSource x, RowSource y, CkaOptions options, int? shuffles, long seed, CancellationToken stop)
    {
        CkaValue value = MinibatchCka.Compute(x, y, options, stop);
        RowShuffleNull? shuffled = shuffles is { } count
            ? RowShuffleNull.Of(RowShuffle.Compute(x, y, options, count, seed, stop), value.Value) : null;
        string estimator = options.Estimator.ToString().ToLowerInvariant(),
            batches = options.Batch is null ? "at once" : $"in {value.Batches} batches of {options.Batch}";
        return new(SimilarityMatrix.Cka, value.Value, value.Reason,
            $"{estimator}, {options.Kernel}, {x.Examples} examples {batches}, {x.Features} and {y.Features} features",
            WithShape(x, y, new()
            {
                ["estimator"] = estimator,
                ["kernel"] = options.Kernel.ToString(),
                ["batch"] = options.Batch,
                ["batches"] = value.Batches
            }), shuffled, value.Notes);
    }

    /// <exception cref="StrataException">The arrays are more than memory holds.</exception>
    public static SimilarityResult Of(Measure measure, RowSource x, RowSource y, int? shuffles, long seed, CancellationToken stop)
    {
        int n = x.Examples;
        double needed = sizeof(double) * (3.0 * n * Math.Max(x.Features, y.Features) + 6.0 * n * n), available = MachineMemory.Bytes;
        if (needed > 0.7 * available)
            throw new StrataException(
                $"{measure.Name} of {n} examples takes about {needed / 1e9:0.0} GB, more than 70 % of the {available / 1e9:0.0} GB that "
                + "this process may use; take fewer examples");
        MeasuredLayer a = Reduced(x), b = Reduced(y);
        MeasureValue value = measure.Between(a, b);
        RowShuffleNull? shuffled = null;
        if (shuffles is { } count)
            shuffled = RowShuffleNull.Of(Enumerable.Range(0, count).Select(shuffle =>
            {
                stop.ThrowIfCancellationRequested();
                int[] order = new RandomSequence(seed + shuffle, "row shuffle").Permutation(n);
                return measure.Between(a, b.Permuted(order)).Value;
            }), value.Value, measure.Traits.OfEqual, measure.Traits.IsDistance);
        return new(measure.Text, value.Value, value.Reason, $"{n} examples, {x.Features} and {y.Features} features", WithShape(x, y, []),
            shuffled, measure.Traits.IsDistance ? ["a distance: 0 for equal layers"] : []);

        MeasuredLayer Reduced(RowSource rows)
        {
            stop.ThrowIfCancellationRequested();
            return measure.Reduce(new(rows.Read(0, n), n, rows.Features, rows.Roundoff));
        }
    }

    public string Json()
    {
        var json = new JsonObject { ["measure"] = Measure, ["value"] = Value };
        if (Reason is not null) json["reason"] = Reason;
        foreach ((string name, JsonNode? fact) in Facts) json[name] = fact?.DeepClone();
        if (Shuffled is not null) json["null"] = JsonSerializer.SerializeToNode(Shuffled, JsonSerializerOptions.Web);
        if (Without is { } without) json["without"] = without.Json();
        json["notes"] = new JsonArray([.. Notes.Select(note => (JsonNode)note)]);
        return json.ToJsonString(s_json);
    }

    public void Print()
    {
        string name = Measure == SimilarityMatrix.Cka ? "CKA" : Measure;
        Console.WriteLine(Value is { } value ? $"{name} {value:0.000000}" : $"{name} is undefined: {Reason}");
        Console.WriteLine(Shape);
        if (Shuffled is { Mean: { } mean })
            Console.WriteLine(
                $"rows shuffled: {mean:0.000000}{(Shuffled.Sd is { } sd ? $", standard deviation {sd:0.000000}" : "")}, from "
                + $"{Shuffled.Smallest:0.000000} to {Shuffled.Largest:0.000000} ({Shuffled.Shuffles} shuffles)"
                + $"{(Shuffled.P is { } p ? $"; p {p:0.####}, beyond chance {Shuffled.Calibrated:0.000}" : "")}");
        else if (Shuffled is not null) Console.WriteLine("rows shuffled: undefined");
        if (Without is { } without) Console.WriteLine(without.Sentence());
        foreach (string note in Notes) Console.WriteLine($"note: {note}");
    }

    private static JsonObject WithShape(RowSource x, RowSource y, JsonObject facts)
    {
        (facts["examples"], facts["featuresX"], facts["featuresY"]) = (x.Examples, x.Features, y.Features);
        return facts;
    }
}
