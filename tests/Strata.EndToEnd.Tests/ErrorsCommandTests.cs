using System.Globalization;
using System.Text;
using System.Text.Json;
using Strata.Arrays;
using Strata.Runtime;

namespace Strata.EndToEnd.Tests;

/// <summary><c>strata errors</c> on simulated populations, against SciPy and statsmodels.</summary>
public sealed class ErrorsCommandTests : IDisposable
{
    private const int ModelsA = 9, ModelsB = 7, Examples = 120, Classes = 4;
    private readonly WorkFolder _folder = new();

    public ErrorsCommandTests()
    {
        var random = new RandomSequence(5, "populations");
        int[] labels = [.. Enumerable.Range(0, Examples).Select(e => e % Classes)];
        double[] level = [.. labels.Select(_ => 1.5 + 2 * random.NextNormal())],
            effect = [.. labels.Select(label => .6 * label - 1 + random.NextNormal())];
        int[] Draw(int models, double sign)
            => [.. from m in Enumerable.Range(0, models) from e in Enumerable.Range(0, Examples) select random.NextDouble()
                < 1 / (1 + Math.Exp(-level[e] - sign * effect[e])) ? labels[e] : (labels[e] + 1 + random.Next(Classes - 1)) % Classes];
        int[] a = Draw(ModelsA, .5), b = Draw(ModelsB, -.5);
        NpyFile.Write(_folder["a.npy"], a, ModelsA, Examples);
        NpyFile.Write(_folder["b.npy"], b, ModelsB, Examples);
        NpyFile.Write(_folder["l.npy"], labels, Examples);
        Directory.CreateDirectory(_folder["a"]);
        for (int m = 0; m < ModelsA; m++) NpyFile.Write(_folder[$"a/s{m}.npy"], a[(m * Examples)..((m + 1) * Examples)], Examples);
        NpyFile.Write(_folder["one.npy"], a[..Examples], 1, Examples);
        NpyFile.Write(_folder["flat.npy"], a[..Examples], Examples);
        NpyFile.Write(_folder["short.npy"], b[..(2 * (Examples - 1))], 2, Examples - 1);
        NpyFile.Write(_folder["shared.npy"], [.. b[..Examples], .. a[Examples..(2 * Examples)]], 2, Examples);
        NpyFile.Write(_folder["nan.npy"], [.. b.Select((x, i) => i == 3 ? float.NaN : x)], ModelsB, Examples);
        NpyFile.Write(_folder["half.npy"], [.. b.Select((x, i) => i == 3 ? .5f : x)], ModelsB, Examples);
        NpyFile.Write(_folder["negative.npy"], [.. b.Select((x, i) => i == 3 ? -1 : x)], ModelsB, Examples);
        NpyFile.Write(_folder["logits.npy"], [.. Enumerable.Range(0, 2 * Examples * Classes).Select(i => 3f)], 2, Examples, Classes);
        NpyFile.Write(_folder["three.npy"], [.. Enumerable.Range(0, 2 * Examples).SelectMany(_ => (float[])[.2f, .3f, .5f])], 2,
            Examples, 3);
        NpyFile.Write(_folder["four.npy"], [.. Enumerable.Range(0, 2 * Examples).SelectMany(_ => (float[])[.2f, .3f, .4f, .1f])], 2,
            Examples, 4);
        // Three errors a model: too few to call one model the other's twin.
        int[] right = [.. Enumerable.Range(0, 2 * Examples)
            .Select(i => i % Examples < 3 ? (labels[i % Examples] + 1) % Classes : labels[i % Examples])];
        NpyFile.Write(_folder["right.npy"], right, 2, Examples);
        NpyFile.Write(_folder["copy.npy"], right, 2, Examples);
        File.WriteAllText(_folder["huge.npy"], Header("<f4", "100, 50000, 1000"), Encoding.Latin1);
        using (FileStream sparse = File.OpenWrite(_folder["huge.npy"])) sparse.SetLength(128 + 4L * 100 * 50_000 * 1000);
        File.WriteAllText(_folder["bool.npy"], Header("|b1", $"{ModelsB}, {Examples}") + new string('\u0001', ModelsB * Examples),
            Encoding.Latin1);
        NpyFile.Write(_folder["zero.npy"], new int[3 * Examples], 3, Examples);
        NpyFile.Write(_folder["zeros.npy"], new int[4 * Examples], 4, Examples);
        NpyFile.Write(_folder["two.npy"], [.. Enumerable.Repeat(2, 3 * Examples)], 3, Examples);
        File.WriteAllText(_folder["g.json"], "{ \"low\": [0, 1], \"high\": [2, 3], \"nobody\": [9] }");
        File.WriteAllText(_folder["three.txt"], "cat\ndog\nowl\n");
        File.WriteAllText(_folder["four.txt"], "cat\nn00000002\nowl\nn00000003\n");
        Directory.CreateDirectory(_folder["nouns"]);
        File.WriteAllText(_folder["nouns/data.noun"],
            "00000001 03 n 01 thing 0 000 | x\n00000002 03 n 01 =dog 0 001 @ 00000001 n 0000 | y\n");
        File.WriteAllText(_folder["bad.json"], "[1]");
        File.WriteAllText(_folder["nothing.json"], "{ \"low\": [] }", Encoding.UTF8);
        File.WriteAllText(_folder["control.json"], "{ \"low\\u001b\": [1] }");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_statistic_agrees_with_SciPy_and_statsmodels()
    {
        JsonElement found = Tests("errors", "--a", "a.npy", "--b", "b.npy", "--labels", "l.npy", "--groups", "g.json", "--output", "out");
        _folder.Oracle("errors.py", "statsmodels", ["a.npy", "b.npy", "l.npy", "g.json", "oracle.json"]);
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(_folder["oracle.json"])).RootElement;
        foreach ((string path, string name, double tolerance) in new[]
        {
            ("welch.t", "t", 1e-9), ("welch.p", "p", 1e-9), ("a.sem", "semA", 1e-9), ("b.sem", "semB", 1e-9), ("examples.sd", "sd", 1e-9),
                ("examples.binomialSd", "binomialSd", 1e-9),
            ("examples.correlation", "correlation", 1e-9), ("examples.over10", "over10", 1e-9), ("examples.over20", "over20", 1e-9),
            ("effect.varianceAdditive", "additive", 1e-8), ("effect.varianceClasses", "classes", 1e-8),
                ("effect.varianceSaturated", "saturated", 1e-9),
            ("agreement.across.kappa", "kappa", 1e-9), ("agreement.across.agreement", "agreement", 1e-9),
                ("agreement.across.errorInconsistency", "inconsistency", 1e-9),
        })
        {
            double value = path.Split('.').Aggregate(found, (at, part) => at.GetProperty(part)).GetDouble();
            Assert.True(Math.Abs(expected.GetProperty(name).GetDouble() - value) < tolerance,
                $"{path}: {value}, expected {expected.GetProperty(name)}");
        }
        JsonElement interval = expected.GetProperty("interval"), welch = found.GetProperty("welch");
        Assert.Equal(interval[0].GetDouble(), welch.GetProperty("low").GetDouble(), 1e-9);
        Assert.Equal(interval[1].GetDouble(), welch.GetProperty("high").GetDouble(), 1e-9);
        foreach (var (index, each) in expected.GetProperty("groups").EnumerateArray().Index())
        {
            string[] row = File.ReadAllLines(_folder["out/groups.csv"])[index + 1].Split(',');
            Assert.Equal(each.GetProperty("selected").GetBoolean() ? "true" : "false", row[10]);
            foreach ((int column, string name) in new[] { (3, "meanA"), (4, "meanB"), (6, "low"), (7, "high"), (8, "p"), (9, "corrected"),
                (16, "later"), (17, "laterCorrected") })
            {
                if (column > 10 && row[10] == "false") Assert.Equal("", row[column]);
                else Assert.Equal(each.GetProperty(name).GetDouble(), double.Parse(row[column], CultureInfo.InvariantCulture), 1e-9);
            }
        }
        string[][] rows = [.. File.ReadAllLines(_folder["out/classes.csv"]).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(Classes, rows.Length);
        for (int c = 0; c < Classes; c++)
        {
            foreach ((int column, string name) in new[] { (7, "classT"), (8, "classP"), (9, "classCorrected") }) Assert.Equal(
                expected.GetProperty(name)[c].GetDouble(), double.Parse(rows[c][column], CultureInfo.InvariantCulture), 1e-9);
        }
    }

    [Fact]
    public void The_folder_has_the_files_and_fields_of_the_contract()
    {
        JsonElement tests = Tests("errors", "--a", "a.npy", "--b", "b.npy", "--labels", "l.npy", "--groups", "g.json", "--output", "out");
        Assert.Equal(
            ["classes.csv", "confusions.csv", "errors.png", "errors.svg", "examples.parquet", "groups.csv", "manifest.json", "tests.json"],
            Directory.GetFiles(_folder["out"]).Select(Path.GetFileName).Order());
        foreach (string path in (string[])["a.models", "a.mean", "a.sem", "b.models", "welch.p", "examples.sd", "examples.binomialSd",
            "examples.controlSd", "examples.correlation", "examples.over10", "examples.over20",
            "classes.significant", "classes.significantCorrected", "groups", "effect.v2", "effect.v2Corrected", "effect.interval"])
        {
            JsonElement at = tests;
            foreach (string part in path.Split('.')) Assert.True(at.TryGetProperty(part, out at), path);
        }
        Assert.Equal(2, tests.GetProperty("effect").GetProperty("interval").GetArrayLength());
        Assert.InRange(tests.GetProperty("a").GetProperty("mean").GetDouble(), 50, 90);
        JsonElement nobody = tests.GetProperty("groups")[2];
        Assert.Equal(("nobody", JsonValueKind.Null), (nobody.GetProperty("name").GetString(), nobody.GetProperty("welch").ValueKind));
        Assert.Equal(3, tests.GetProperty("confusion").GetProperty("groups").GetArrayLength());
        // A second run replaces the first; a folder of somebody else's stays.
        _folder.Strata("errors", "--a", "a.npy", "--b", "b.npy", "--labels", "l.npy", "--output", "out").Expect(0);
        Directory.CreateDirectory(_folder["mine"]);
        File.WriteAllText(_folder["mine/notes.txt"], "mine");
        Assert.Contains("holds 'notes.txt'",
            _folder.Strata("errors", "--a", "a.npy", "--b", "b.npy", "--labels", "l.npy", "--output", "mine").Expect(1).Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_come_from_WordNet_and_models_from_files_of_their_own()
    {
        File.WriteAllText(_folder["nouns/data.noun"], """
            00000001 03 n 01 thing 0 000 | x
            00000002 03 n 01 animal 0 001 @ 00000001 n 0000 | x
            00000003 03 n 01 dog 0 001 @ 00000002 n 0000 | x
            00000004 03 n 01 cat 0 001 @i 00000002 n 0000 | x
            00000005 03 n 01 cup 0 001 @ 00000001 n 0000 | x
            00000006 03 n 01 pan 0 001 @ 00000001 n 0000 | x

            """);
        File.WriteAllText(_folder["wnids.txt"], "n00000003\tdog\nn00000005\nn00000004\nn00000006\n");
        RunResult listed = _folder.Strata("classes", "groups", "--wordnet", "nouns", "--classes", "wnids.txt", "--at-least", "2", "--json")
            .Expect(0);
        Assert.Equal("{\"thing\":[0,1,2,3],\"animal\":[0,2]}", listed.Output.Trim());
        Assert.Contains("2 hypernyms have at least 2 of 4 classes below them",
            _folder.Strata("classes", "groups", "--wordnet", "nouns", "--classes", "wnids.txt", "--at-least", "2").Expect(0).Output,
            StringComparison.Ordinal);
        File.WriteAllText(_folder["wordnet.json"], listed.Output);
        string[] same = ["--b", "b.npy", "--labels", "l.npy", "--classes", "wnids.txt"];
        JsonElement one = Tests(["errors", "--a", "a.npy", .. same, "--groups", "wordnet.json", "--output", "one"]),
            other = Tests(["errors", "--a", "a", .. same, "--groups", "wordnet:nouns", "--at-least", "2", "--output", "other"]);
        Assert.Equal(one.GetProperty("groups").ToString(), other.GetProperty("groups").ToString());
        Assert.Equal(one.GetProperty("effect").ToString(), other.GetProperty("effect").ToString());
        Assert.Equal(["thing", "animal"], one.GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("name").GetString()));
    }

    [Fact]
    public void Constant_predictions_are_undefined_with_reasons()
    {
        JsonElement tests = Tests("errors", "--a", "zero.npy", "--b", "two.npy", "--labels", "l.npy", "--output", "constant");
        Assert.Contains("no two models", tests.GetProperty("welch").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, tests.GetProperty("welch").GetProperty("p").ValueKind);
        // A is always right about class 0, B about class 2: the regressions separate, and the class says everything.
        Assert.Equal(1, tests.GetProperty("effect").GetProperty("v2").GetDouble(), 1e-12);
        JsonElement alike = Tests("errors", "--a", "zero.npy", "--b", "zeros.npy", "--labels", "l.npy", "--output", "alike");
        Assert.Contains("separates them perfectly", alike.GetProperty("effect").GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        Assert.Contains("predict one class", tests.GetProperty("warnings").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "one.npy", "l.npy", "", "one.npy: holds the predictions of 1 model, expected at least 2")]
    [InlineData(1, "flat.npy", "l.npy", "", "flat.npy: has shape [120], expected classes [models, examples]")]
    [InlineData(1, "short.npy", "l.npy", "", "119, but there are 120 labels")]
    [InlineData(1, "b.npy", "a.npy", "", "a.npy: has shape [9, 120], expected [examples]")]
    [InlineData(1, "shared.npy", "l.npy", "", "model 1 of a and model 1 of shared make the same")]
    [InlineData(1, "a.npy", "l.npy", "", "populations that share models cannot be compared")]
    [InlineData(1, "nan.npy", "l.npy", "", "nan.npy: element 3 is NaN, expected an integer")]
    [InlineData(1, "half.npy", "l.npy", "", "half.npy: element 3 is 0.5, expected an integer")]
    [InlineData(1, "negative.npy", "l.npy", "", "predicts class -1 at [0, 3]")]
    [InlineData(1, "logits.npy", "l.npy", "", "logits.npy: holds 3 at [0, 0, 0], expected probabilities")]
    [InlineData(1, "three.npy", "l.npy", "", "label 3 at [3] is none of the classes 0 to 2 of three")]
    [InlineData(1, "four.npy", "l.npy", "", "three has 3 classes and four 4: expected", "three.npy")]
    [InlineData(1, "right.npy", "l.npy", "", "have the same predictions, model by model", "copy.npy")]
    [InlineData(1, "huge.npy", "l.npy", "", "huge.npy: holds probabilities that add up to 0 at [0, 0], expected 1")]
    [InlineData(1, "b.npy", "l.npy", "--classes three.txt", "l.npy: holds the label 3 at [3]; expected 0 to 2, as --classes names 3")]
    [InlineData(1, "b.npy", "l.npy", "--groups wordnet", "groups by WordNet need the classes' wnids")]
    [InlineData(1, "b.npy", "l.npy", "--groups wordnet:nouns --classes four.txt --at-least 1",
        "does not know 3 of the 4 classes: class 0, 'cat'")]
    [InlineData(1, "b.npy", "l.npy", "--groups g.json --classes four.txt",
        "g.json: group 'nobody' holds class 9, but the set has classes 0 to 3")]
    [InlineData(2, "b.npy", "l.npy", "--at-least 0", "at-least: 0")]
    [InlineData(2, "b.npy", "l.npy", "--groups g.json --at-least 100", "--at-least 100 only goes with --groups wordnet, not with 'g.json'")]
    [InlineData(2, "b.npy", "l.npy", "--groups cifar10 --at-least 10", "--at-least 10 only goes with --groups wordnet, not with 'cifar10'")]
    [InlineData(2, "b.npy", "l.npy", "--at-least 2", "--at-least 2 only goes with --groups wordnet")]
    [InlineData(1, "bool.npy", "l.npy", "", "bool.npy: holds true and false, expected predicted classes")]
    [InlineData(1, "b.npy", "l.npy", "--groups nothing.json", "nothing.json: group 'low' has no classes")]
    [InlineData(1, "b.npy", "l.npy", "--groups control.json", "holds a control character")]
    [InlineData(1, "missing.npy", "l.npy", "", "missing.npy: does not exist")]
    [InlineData(1, "b.npy", "l.npy", "--groups bad.json", "bad.json: holds Array, expected an object")]
    [InlineData(1, "b.npy", "l.npy", "--groups cifar11", "cifar11: does not exist; expected a JSON file of groups or one of cifar10")]
    [InlineData(2, "b.npy", "l.npy", "--resamples 5", "resamples: 5")]
    public void What_is_wrong_is_named(int exitCode, string b, string labels, string more, string message, string a = "a.npy")
    {
        RunResult result = _folder.Strata(["errors", "--a", a, "--b", b, "--labels", labels, "--output", "wrong",
            .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Expect(exitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["wrong"]));
    }

    private static string Header(string type, string shape)
    {
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape}), }}".PadRight(117) + '\n';
        return $"\u0093NUMPY\u0001\0{(char)text.Length}\0{text}";
    }

    private JsonElement Tests(params string[] arguments)
    {
        _folder.Strata(arguments).Expect(0);
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder[arguments[^1]], "tests.json"))).RootElement;
    }
}
