using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Cli.Commands;

/// <summary><c>strata similarity</c>: how alike two arrays of representations are.</summary>
internal static class SimilarityCommand
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    public static Command Create()
    {
        var x = new Argument<string>("X") { Description = "An .npy file [examples, ...]." };
        var y = new Argument<string>("Y") { Description = "An .npy file over the same examples in the same order." };
        var measure = new Option<string>("--measure") { Description = "cka.", DefaultValueFactory = _ => "cka" };
        measure.AcceptOnlyFromAmong("cka");
        var estimator = new Option<string>("--estimator") { Description = "biased or unbiased.", DefaultValueFactory = _ => "unbiased" };
        estimator.AcceptOnlyFromAmong("biased", "unbiased");
        var kernel = new Option<string>("--kernel")
        {
            Description = "linear, cosine or rbf:FACTOR, a multiple of the median distance.",
            DefaultValueFactory = _ => "linear"
        };
        var batch = new Option<int?>("--batch")
        {
            Description =
            "Sum over consecutive batches of so many examples [default: all at once]."
        };
        var shuffles = new Option<int?>("--null")
        {
            Description =
            "Also shuffle the rows of Y within each batch so many times: where values sit when no example belongs to another.",
            HelpName = "SHUFFLES"
        };
        Option<long> seed = CommonOptions.Seed();
        var json = new Option<bool>("--json") { Description = "As JSON." };
        Option<string> precision = CommonOptions.OnlyFp32("values are computed in double precision");
        Option<int?> threads = CommonOptions.Threads();
        var command = new Command("similarity",
            "Compares two arrays of representations by centred kernel alignment.\n\nExample: strata similarity layer1.npy layer2.npy "
            + "--kernel rbf:0.5")
        {
            x, y, measure, estimator, kernel, batch, shuffles, seed, precision, json, threads,
        };
        command.SetAction((parsed, stop) =>
        {
            var options = new CkaOptions
            {
                Estimator = Enum.Parse<Estimator>(parsed.GetValue(estimator)!, ignoreCase: true),
                Kernel = Kernel.Parse(parsed.GetValue(kernel)!),
                Batch = parsed.GetValue(batch),
            };
            options.Validate();
            if (parsed.GetValue(shuffles) is < 1 or > 1_000_000)
                throw new InvalidOptionsException($"--null: {parsed.GetValue(shuffles)} is not from 1 to 1000000");
            CommonOptions.UseThreads(parsed.GetValue(threads));
            string pathX = parsed.GetValue(x)!, pathY = parsed.GetValue(y)!;
            Manifest.Check(pathX);
            Manifest.Check(pathY);
            using ExampleRows rowsX = ExampleRows.Open(pathX), rowsY = ExampleRows.Open(pathY);
            if (rowsX.Examples != rowsY.Examples)
                throw new StrataException(
                    $"{pathX} has {rowsX.Examples} examples and {pathY} has {rowsY.Examples}, expected the same examples in both");
            RowSource sourceX = new(rowsX.Examples, rowsX.Features, rowsX.Read, rowsX.Roundoff);
            RowSource sourceY = new(rowsY.Examples, rowsY.Features, rowsY.Read, rowsY.Roundoff);
            CkaValue value = MinibatchCka.Compute(sourceX, sourceY, options, stop);
            RowShuffleNull? shuffled = parsed.GetValue(shuffles) is { } count
                ? RowShuffleNull.Of(RowShuffle.Compute(sourceX, sourceY, options, count, parsed.GetValue(seed), stop))
                : null;
            if (parsed.GetValue(json)) Console.WriteLine(Json(value, options, rowsX, rowsY, shuffled));
            else Print(value, options, rowsX, rowsY, shuffled);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static string Json(CkaValue value, CkaOptions options, ExampleRows x, ExampleRows y, RowShuffleNull? shuffled)
    {
        var json = new JsonObject
        {
            ["measure"] = "cka",
            ["estimator"] = Name(options.Estimator),
            ["kernel"] = options.Kernel.ToString(),
            ["value"] = value.Value
        };
        if (value.Reason is not null) json["reason"] = value.Reason;
        json["examples"] = x.Examples;
        json["featuresX"] = x.Features;
        json["featuresY"] = y.Features;
        json["batch"] = options.Batch;
        json["batches"] = value.Batches;
        if (shuffled is not null) json["null"] = JsonSerializer.SerializeToNode(shuffled, JsonSerializerOptions.Web);
        json["notes"] = new JsonArray([.. value.Notes.Select(note => (JsonNode)note)]);
        return json.ToJsonString(s_json);
    }

    private static void Print(CkaValue value, CkaOptions options, ExampleRows x, ExampleRows y, RowShuffleNull? shuffled)
    {
        Console.WriteLine(value.Value is { } cka ? $"CKA {cka:0.000000}" : $"CKA is undefined: {value.Reason}");
        string batches = options.Batch is null ? "at once" : $"in {value.Batches} batches of {options.Batch}";
        Console.WriteLine(
            $"{Name(options.Estimator)}, {options.Kernel}, {x.Examples} examples {batches}, {x.Features} and {y.Features} features");
        if (shuffled is { Mean: { } mean })
            Console.WriteLine(
                $"rows shuffled: {mean:0.000000}{(shuffled.Sd is { } sd ? $", standard deviation {sd:0.000000}" : "")}, from "
                + $"{shuffled.Smallest:0.000000} to {shuffled.Largest:0.000000} ({shuffled.Shuffles} shuffles)");
        else if (shuffled is not null) Console.WriteLine("rows shuffled: undefined");
        foreach (string note in value.Notes) Console.WriteLine($"note: {note}");
    }

    private static string Name(Estimator estimator) => estimator == Estimator.Biased ? "biased" : "unbiased";
}
