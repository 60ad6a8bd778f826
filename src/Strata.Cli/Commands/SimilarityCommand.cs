using System.CommandLine;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Cli.Commands;

/// <summary><c>strata similarity</c>: how alike two arrays of representations are.</summary>
internal static class SimilarityCommand
{
    public static Command Create()
    {
        var x = new Argument<string>("X") { Description = "An .npy file [examples, ...], or - for standard input." };
        var y = new Argument<string>("Y") { Description = "An .npy file over the same examples in the same order." };
        Option<string> measure = MeasureOption.Create();
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
            "Also shuffle the rows of Y within each batch so many times: where values sit when no example belongs to another, and what "
            + "that leaves of the value.",
            HelpName = "SHUFFLES"
        };
        var without = new Option<int?>("--without")
        {
            Description = "Also the value without so many examples: those that weigh most in the arrays' similarity with themselves.",
            HelpName = "EXAMPLES"
        };
        Option<long> seed = CommonOptions.Seed();
        var json = new Option<bool>("--json") { Description = "As JSON." };
        Option<string> precision = CommonOptions.OnlyFp32("values are computed in double precision");
        Option<int?> threads = CommonOptions.Threads();
        var command = new CheckedCommand("similarity",
            "Compares two arrays of representations by centred kernel alignment, or by another measure.\n\nExample: strata similarity "
            + "layer1.npy layer2.npy --kernel rbf:0.5")
        {
            x, y, measure, estimator, kernel, batch, shuffles, without, seed, precision, json, threads,
        };
        command.Checks.Add(given => MeasureOption.Check(given, measure, [estimator, kernel, batch]));
        command.Checks.Add(given => given.Whole(shuffles) is < 1 or > 1_000_000
            ? [$"--null: {given.Whole(shuffles)} is not from 1 to 1000000"] : []);
        command.Checks.Add(given => given.Whole(without) is < 1 and var few ? [$"--without: {few} is less than 1"] : []);
        command.SetAction((parsed, stop) =>
        {
            Measure? other = MeasureOption.Read(parsed, measure);
            var options = new CkaOptions
            {
                Estimator = Enum.Parse<Estimator>(parsed.GetValue(estimator)!, ignoreCase: true),
                Kernel = Kernel.Parse(parsed.GetValue(kernel)!),
                Batch = parsed.GetValue(batch),
            };
            options.Validate();
            CommonOptions.UseThreads(parsed.GetValue(threads));
            string pathX = StandardInput.InPlaceOf(parsed.GetValue(x)!), pathY = StandardInput.InPlaceOf(parsed.GetValue(y)!);
            Manifest.Check(pathX);
            Manifest.Check(pathY);
            using ExampleRows rowsX = ExampleRows.Open(pathX), rowsY = ExampleRows.Open(pathY);
            if (rowsX.Examples != rowsY.Examples)
                throw new StrataException(
                    $"{pathX} has {rowsX.Examples} examples and {pathY} has {rowsY.Examples}, expected the same examples in both");
            RowSource sourceX = Source(rowsX), sourceY = Source(rowsY);
            SimilarityResult Of(RowSource a, RowSource b, int? shuffles) => other is null
                ? SimilarityResult.OfCka(a, b, options, shuffles, parsed.GetValue(seed), stop)
                : SimilarityResult.Of(other, a, b, shuffles, parsed.GetValue(seed), stop);
            SimilarityResult result = Of(sourceX, sourceY, parsed.GetValue(shuffles));
            if (parsed.GetValue(without) is { } count)
                result = result with { Without = LeftOutRows.Of(sourceX, sourceY, count, (a, b) => Of(a, b, null)) };
            if (parsed.GetValue(json)) Console.WriteLine(result.Json());
            else result.Print();
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static RowSource Source(ExampleRows rows) => new(rows.Examples, rows.Features, rows.Read, rows.Roundoff);
}
