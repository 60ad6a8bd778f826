using System.Text;
using MathNet.Numerics.Statistics;
using Strata.Analysis.Populations;
using Strata.Checkpoints;
using Strata.Runtime;

namespace Strata.Tests.Analysis.Populations;

public sealed class PopulationComparisonTests
{
    private static readonly ClassGroups s_groups = new([new("first", [0, 1, 2]), new("second", [3, 4, 5])]);

    [Fact]
    public void The_most_different_examples_are_chosen_on_one_half_and_judged_on_the_other()
    {
        // A's first half is right about example 0 alone, its second half about example 1 alone: the choice knows nothing of the second
        // half.
        Population a = new("a", new[,] { { 0, 1, 1 }, { 0, 1, 1 }, { 1, 0, 1 }, { 1, 0, 1 } }),
            b = new("b", new[,] { { 1, 1, 1 }, { 1, 1, 0 }, { 1, 1, 1 }, { 1, 1, 1 } });
        PopulationComparison found = PopulationComparison.Of(a, b, [0, 0, 0], options: new() { Resamples = 0 });
        Assert.Equal([new(0, 0, 100, 0, 0, 0)], found.AheadA);
        Assert.Equal([new(2, 0, 0, 50, 0, 0)], found.AheadB);
        Assert.Equal([100, 0, 0], found.Accuracies.ControlA);
        Assert.Equal([0, 100, 0], found.Accuracies.ControlB);
        Assert.Equal([50, 50, 0], found.Accuracies.AccuracyA);
        Assert.Equal([0, 0, 50], found.Accuracies.FirstHalfB);
        Assert.Equal([0, 0, 0], found.Accuracies.SecondHalfB);
        // Of B, the halves differ about the third example alone.
        Assert.Equal(ExampleDifferences.Of([0, 0, 1], 2, [0, 0, 0], 2), found.Examples.ControlB);
    }

    [Fact]
    public void The_most_different_classes_are_chosen_on_one_half_and_judged_on_the_other()
    {
        // Class 0 is examples 0 and 1, class 1 example 2. A's first half is right about 0, B's about 1: the second halves swap.
        int[] labels = [0, 0, 1];
        Population a = new("a", new[,] { { 0, 0, 0 }, { 0, 1, 0 }, { 1, 1, 1 }, { 1, 1, 1 } }),
            b = new("b", new[,] { { 1, 1, 1 }, { 1, 1, 1 }, { 0, 0, 0 }, { 0, 0, 1 } });
        var groups = new ClassGroups([new("zero", [0]), new("one", [1]), new("all", [0, 1])]);
        PopulationComparison found = PopulationComparison.Of(a, b, labels, groups, new() { Resamples = 0 });
        DifferentClass ahead = Assert.Single(found.ClassesAheadA), behind = Assert.Single(found.ClassesAheadB);
        Assert.Equal((0, 75.0, 0.0, 0.0, 100.0), (ahead.Class, ahead.ChosenA, ahead.ChosenB, ahead.AccuracyA, ahead.AccuracyB));
        Assert.Equal([0, 1], ahead.Examples);
        Assert.Equal((1, 0.0, 100.0, 100.0, 50.0), (behind.Class, behind.ChosenA, behind.ChosenB, behind.AccuracyA, behind.AccuracyB));
        Assert.Equal(new HalfAccuracies(75, 0, 0, 100), found.ClassTests[0].Halves);
        // Differences of the classes: A − B is −12.5 and −25 of all, 75 and −100 of the first halves, 75 and −100, and −100 and 50.
        DifferenceSpread spread = found.Classes.Spread!;
        Assert.Equal(12.5 / Math.Sqrt(2), spread.Sd, 1e-9);
        Assert.Equal(175 / Math.Sqrt(2), spread.HalvesSd, 1e-9);
        Assert.Equal(175 / Math.Sqrt(2), spread.ControlSdA, 1e-9);
        Assert.Equal(150 / Math.Sqrt(2), spread.ControlSdB, 1e-9);
        // A group of one class is that class; of all three examples A's halves are right about 50 and 33 %, B's about 33 and 83.
        Assert.Equal([found.ClassTests[0].Halves, found.ClassTests[1].Halves], found.Groups.Take(2).Select(group => group.Halves));
        HalfAccuracies all = found.Groups[2].Halves!;
        Assert.Equal([50 - 100 / 3.0, 50 - 100 / 3.0, 100 / 3.0 - 250 / 3.0],
            new[] { all.Difference, all.ControlA, all.ControlB }, (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal(found.Groups.Select(group => group.Halves!.ControlB).StandardDeviation(), found.GroupSpread!.ControlSdB, 1e-9);
    }

    [Fact]
    public void Classes_that_differ_stand_out_of_both_controls()
    {
        Simulated alike = Simulated.Create(40, 900, 30, 0, 0, 3), unlike = Simulated.Create(40, 900, 30, 1, 0, 3);
        DifferenceSpread same = PopulationComparison.Of(alike.A, alike.B, alike.Labels, options: new() { Resamples = 0 }).Classes.Spread!,
            different = PopulationComparison.Of(unlike.A, unlike.B, unlike.Labels, options: new() { Resamples = 0 }).Classes.Spread!;
        Assert.InRange(same.HalvesSd / same.ControlSdA, .6, 1.6);
        Assert.InRange(same.HalvesSd / same.ControlSdB, .6, 1.6);
        Assert.InRange(different.HalvesSd / Math.Max(different.ControlSdA, different.ControlSdB), 2, 20);
    }

    [Fact]
    public void A_group_that_differs_is_found_on_one_half_and_holds_on_the_other()
    {
        // Ten groups of three classes; in the first, A is ahead.
        Simulated populations = Simulated.Create(30, 1500, 30, 0, 0, 8, favoured: [0, 1, 2]);
        ClassGroups groups = new([.. Enumerable.Range(0, 10).Select(g => new ClassGroup($"g{g}", [3 * g, 3 * g + 1, 3 * g + 2]))]);
        PopulationComparison found = PopulationComparison.Of(populations.A, populations.B, populations.Labels, groups,
            new() { Resamples = 0 });
        GroupTest first = found.Groups[0];
        Assert.True(first.Selected && first.SecondHalfHolmSidak < .001 && first.PHolmSidak < .001);
        Assert.True(first.Welch!.Low > 5 && first.Welch.Low < first.Welch.Difference && first.Welch.Difference < first.Welch.High);
        Assert.All(found.Groups.Skip(1), g => Assert.False(g.SecondHalfHolmSidak < .01));
        Assert.All(found.Groups.Where(g => !g.Selected), g => Assert.Null(g.SecondHalf));
        using var folder = new TemporaryFolder();
        ErrorsFolder.Write(folder.Path, found, ManifestFor(found), ["=1+1", "cat"]);
        string[] rows = File.ReadAllLines(Path.Combine(folder.Path, ErrorsFolder.Groups));
        Assert.Equal(11, rows.Length);
        Assert.StartsWith($"g0,3,150,{first.Welch.MeanA},{first.Welch.MeanB},{first.Welch.Difference},{first.Welch.Low},", rows[1]);
        Assert.EndsWith(",'=1+1", File.ReadAllLines(Path.Combine(folder.Path, ErrorsFolder.Classes))[1]);
    }

    [Fact]
    public void Classes_without_images_count_where_the_number_of_classes_is_known()
    {
        Simulated some = Simulated.Create(4, 60, 6, 0, 0, 2);
        Population A(int? classes) => new("a", some.A.Predictions) { Classes = classes };
        PopulationComparison found = PopulationComparison.Of(A(8), some.B, some.Labels, options: new() { Resamples = 0 });
        Assert.Equal(8, found.Classes.Count);
        Assert.Equal((0, null, null), (found.ClassTests[7].Examples, found.ClassTests[7].Welch, found.ClassTests[7].Halves));
        Assert.Contains(found.Warnings, w => w.Contains("2 of 8 classes have no test examples: 6, 7", StringComparison.Ordinal));
        Assert.Contains("label 5 at [5] is none of the classes 0 to 4 of a", PopulationComparison.Problem(A(5), some.B, some.Labels),
            StringComparison.Ordinal);
        int[,] beyond = (int[,])some.A.Predictions.Clone();
        beyond[2, 7] = 9;
        Assert.Contains("a predicts class 9 at [2, 7], expected classes from 0 to 7",
            PopulationComparison.Problem(new("a", beyond) { Classes = 8 }, some.B, some.Labels), StringComparison.Ordinal);
        // What one says holds for both.
        Assert.Contains("b predicts class 9 at [2, 7], expected classes from 0 to 7",
            PopulationComparison.Problem(A(8), new("b", beyond), some.Labels), StringComparison.Ordinal);
    }

    [Fact]
    public void Alike_populations_differ_no_more_than_halves_of_one_and_unlike_ones_do()
    {
        Simulated alike = Simulated.Create(40, 900, 6, 0, 0, 2), unlike = Simulated.Create(40, 900, 6, 1, 1, 2);
        PopulationComparison same = Compare(alike), different = Compare(unlike);
        Assert.InRange(same.Examples.Sd / same.Examples.BinomialSd, .93, 1.07);
        Assert.InRange(same.Examples.ControlSd / same.Examples.ControlBinomialSd, .93, 1.07);
        Assert.InRange(different.Examples.Sd / different.Examples.BinomialSd, 1.3, 10);
        Assert.InRange(different.Examples.Halves.Sd / different.Examples.ControlSd, 1.2, 10);
        Assert.Equal(0, same.Classes.SignificantCorrected);
        Assert.True(different.Classes.SignificantCorrected >= 3);
        Assert.True(different.Classes.Significant >= different.Classes.SignificantCorrected);
        Assert.InRange(different.Effect.Interval![0], .1, different.Effect.V2Corrected!.Value);
        Assert.InRange(different.EffectControl.V2Corrected!.Value, -.3, .3);
        Assert.NotNull(different.EffectGroups);
        Assert.Equal(new[] { 450, 450 }, different.Groups.Select(g => g.Examples));
        Assert.All(different.AheadA.Take(5), e => Assert.True(e.ChosenA > e.ChosenB && e.AccuracyA > e.AccuracyB));
        Assert.Equal(different.A.Mean, different.Accuracies.AccuracyA.Average(), 1e-9);
    }

    [Fact]
    public void Models_that_did_not_learn_are_left_out_of_everything()
    {
        int[] labels = [.. Enumerable.Range(0, 400).Select(i => i % 4)];
        int Wrong(int model, int example) => (example + model) % 5 == 0 ? (labels[example] + 1) % 4 : labels[example];
        Population Of(string name, int shift, params int[] guessing)
        {
            int[,] predictions = new int[4, labels.Length];
            for (int m = 0; m < 4; m++)
                for (int e = 0; e < labels.Length; e++)
                    predictions[m, e] = guessing.Contains(m) ? (e / 7 + m) % 4 : (e + m + shift) % 11 == 0 ? 3 : Wrong(m + shift, e);
            return new(name, predictions);
        }
        PopulationComparison found = PopulationComparison.Of(Of("a", 0, 1), Of("b", 21), labels, options: new() { Resamples = 0 });
        Assert.Equal((3, 4), (found.A.Models, found.B.Models));
        Assert.InRange(found.A.Mean, 70, 85);
        Assert.StartsWith("1 of 4 models of a did not learn (the first, model 1, did not learn: test accuracy", found.Warnings[0]);
        Assert.EndsWith("left out of everything that follows", found.Warnings[0]);

        // Where too few are left there is nobody to speak of but those that guess.
        PopulationComparison guesses = PopulationComparison.Of(Of("a", 0, 0, 1, 3), Of("b", 21), labels, options: new() { Resamples = 0 });
        Assert.Equal(4, guesses.A.Models);
        Assert.Contains("about guessing", guesses.Warnings[0]);
    }

    [Fact]
    public void A_class_in_two_groups_is_told()
    {
        Simulated populations = Simulated.Create(4, 60, 6, 0, 0, 2);
        PopulationComparison With(int shared)
            => PopulationComparison.Of(populations.A, populations.B, populations.Labels,
                new([new("first", [0, 1, 2]), new("second", [shared, 4, 5])]), new() { Resamples = 0 });
        Assert.Contains(With(2).Warnings, w => w.StartsWith("class 2 is in the groups first and second", StringComparison.Ordinal));
        Assert.Null(With(2).EffectGroups);
        Assert.Null(With(2).Confusion);
        Assert.NotNull(With(3).Confusion);
        Assert.DoesNotContain(With(3).Warnings, w => w.Contains("is in the groups", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_gives_back_what_was_written()
    {
        using var folder = new TemporaryFolder();
        PopulationComparison written = Compare(Simulated.Create(12, 120, 6, 1, 1, 4));
        ErrorsFolder.Write(folder.Path, written, ManifestFor(written));
        PopulationComparison read = ErrorsFolder.Read(folder.Path);
        Assert.Equal(written.Accuracies.AccuracyB, read.Accuracies.AccuracyB);
        Assert.Equal(written.Accuracies.ControlB, read.Accuracies.ControlB);
        Assert.Equal(written.Accuracies.SecondHalfB, read.Accuracies.SecondHalfB);
        Assert.Equal(written.Accuracies.Labels, read.Accuracies.Labels);
        Assert.Equal(written.Accuracies.MistakenA, read.Accuracies.MistakenA);
        Assert.Equal(written.Accuracies.MistakenB, read.Accuracies.MistakenB);
        Assert.Equal(written.ClassConfusions, read.ClassConfusions);
        Assert.Equal(written.ClassTests.Select(c => c with { Welch = c.Welch! with { Df = null } }), read.ClassTests);
        Assert.Equal((written.Welch, written.Examples, written.Classes, written.Effect.V2, written.Agreement),
            (read.Welch, read.Examples, read.Classes, read.Effect.V2, read.Agreement));
        Assert.Equal(
            "class,examples,meanA,meanB,difference,semA,semB,t,p,pHolmSidak,low,high,firstHalfA,secondHalfA,firstHalfB,secondHalfB,name",
            File.ReadLines(Path.Combine(folder.Path, ErrorsFolder.Classes)).First());

        File.WriteAllBytes(Path.Combine(folder.Path, ErrorsFolder.Examples),
            File.ReadAllBytes(Path.Combine(folder.Path, ErrorsFolder.Examples))[..^9]);
        Assert.Contains("examples.parquet: has", Assert.Throws<InvalidFileException>(() => ErrorsFolder.Read(folder.Path)).Message,
            StringComparison.Ordinal);
        File.Delete(Path.Combine(folder.Path, Strata.Checkpoints.Manifest.FileName));
        Assert.Contains("no table of examples", Assert.Throws<InvalidFileException>(() => ErrorsFolder.Read(folder.Path)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.Path, ErrorsFolder.Confusions), "class,predicted\r\n1,two\r\n");
        Assert.Contains("no table of confusions", Assert.Throws<InvalidFileException>(() => ErrorsFolder.Read(folder.Path)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.Path, ErrorsFolder.Classes), "class,examples\r\n1,two\r\n");
        Assert.Contains("no table of classes", Assert.Throws<InvalidFileException>(() => ErrorsFolder.Read(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_beyond_what_an_int_holds_are_refused_in_every_table()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["classes"], "class,examples\r\n99999999999,0\r\n");
        File.WriteAllText(folder["confusions"], "class,predicted,timesA,timesB\r\n99999999999,0,0,0\r\n");
        Assert.Contains("no table of classes",
            Assert.Throws<InvalidFileException>(() => ClassTable.Read(folder["classes"])).Message, StringComparison.Ordinal);
        Assert.Contains("no table of confusions",
            Assert.Throws<InvalidFileException>(() => ConfusionTable.Read(folder["confusions"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_examples_is_not_believed_how_many_rows_it_has()
    {
        const int Rows = 12_345;
        using var folder = new TemporaryFolder();
        string file = folder["examples.parquet"];
        double[] half = [.. Enumerable.Repeat(50.0, Rows)];
        ExampleTable.Write(file, new(new int[Rows], half, half, half, half, half, half)
        {
            MistakenA = new int[Rows],
            MistakenB = new int[Rows],
        });
        Assert.Equal(Rows, ExampleTable.Read(file).Labels.Length);
        // Before its own length and a mark, the footer says how many rows there are, here as Thrift writes 12,345 and 500,000,000.
        byte[] whole = File.ReadAllBytes(file);
        int length = BitConverter.ToInt32(whole, whole.Length - 8);
        string footer = Encoding.Latin1.GetString(whole, whole.Length - 8 - length, length)
            .Replace("\u00f2\u00c0\u0001", "\u0080\u0094\u00eb\u00dc\u0003", StringComparison.Ordinal);
        File.WriteAllBytes(file,
            [.. whole[..^(length + 8)], .. Encoding.Latin1.GetBytes(footer), .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8]);
        Assert.Contains("no table of examples: it claims 500000000 rows",
            Assert.Throws<InvalidFileException>(() => ExampleTable.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_groups_as_there_can_be_classes_are_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["g.json"],
            "{" + string.Join(",", Enumerable.Range(0, ClassGroups.MostClasses).Select(c => $"\"g{c}\": [{c}]")) + "}");
        var groups = ClassGroups.Load(folder["g.json"]);
        Assert.Equal(ClassGroups.MostClasses, groups.Groups.Count);
        Assert.True(groups.Partition(Enumerable.Range(0, ClassGroups.MostClasses)));
        Assert.False(groups.Partition([ClassGroups.MostClasses]));
    }

    [Fact]
    public void Between_very_many_groups_there_is_no_confusion()
    {
        Simulated some = Simulated.Create(4, 60, 6, 0, 0, 2);
        ClassGroups groups = new([.. Enumerable.Range(0, Confusion.MostGroups + 1).Select(c => new ClassGroup($"g{c}", [c]))]);
        PopulationComparison found = PopulationComparison.Of(some.A, some.B, some.Labels, groups, new() { Resamples = 0 });
        Assert.Null(found.Confusion);
        Assert.Contains(found.Warnings, w => w.StartsWith("501 groups are more than 500", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_in_a_sentence()
    {
        Simulated some = Simulated.Create(3, 50, 5, 0, 0, 1);
        int[,] mixed = (int[,])some.B.Predictions.Clone();
        for (int e = 0; e < 50; e++) mixed[1, e] = some.A.Predictions[2, e];
        Assert.Contains("model 2 of a and model 1 of mixed",
            Assert.Throws<ArgumentException>(() => PopulationComparison.Of(some.A, new("mixed", mixed), some.Labels)).Message,
            StringComparison.Ordinal);
        Assert.Contains("same test set",
            Assert.Throws<ArgumentException>(() => PopulationComparison.Of(some.A, some.B, some.Labels[..49])).Message,
            StringComparison.Ordinal);
        Assert.Contains("at least 2", Assert.Throws<ArgumentException>(() => new Population("one", new int[1, 5])).Message,
            StringComparison.Ordinal);
        Assert.Contains("class -1 at [1, 0]", Assert.Throws<ArgumentException>(() => new Population("x", new[,] { { 0 }, { -1 } })).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOptionsException>(() => PopulationComparison.Of(some.A, some.B, some.Labels,
            options: new() { Resamples = 3 }));
    }

    [Fact]
    public void Constant_predictions_and_empty_classes_are_undefined_with_reasons()
    {
        int[] labels = [.. Enumerable.Range(0, 40).Select(e => e % 2 == 0 ? 0 : 3)];
        int[,] zeros = new int[4, 40];
        PopulationComparison found = PopulationComparison.Of(new("a", zeros), new("b", (int[,])zeros.Clone()), labels,
            new([new("middle", [1, 2]), new("ends", [0, 3])]), new() { Resamples = 100 });
        Assert.NotNull(found.Welch.Reason);
        Assert.Null(found.Welch.P);
        Assert.NotNull(found.Effect.Reason);
        Assert.Null(found.Effect.V2);
        Assert.Null(found.Examples.Correlation is double r && !double.IsFinite(r) ? r : null);
        Assert.Equal(new ClassSummary(4, 0, 0, 0, new(0, 0, 0, 0)), found.Classes);
        Assert.Equal((0, null), (found.ClassTests[1].Examples, found.ClassTests[1].Welch));
        Assert.Equal("no test example is of one of its classes", found.Groups[0].Reason);
        Assert.Contains(found.Warnings, w => w.Contains("predict one class", StringComparison.Ordinal));
        Assert.Contains(found.Warnings, w => w.Contains("2 of 4 classes have no test examples: 1, 2", StringComparison.Ordinal));
        using var folder = new TemporaryFolder();
        ErrorsFolder.Write(folder.Path, found, ManifestFor(found));
        Assert.Equal(found.Groups[0].Reason, ErrorsFolder.Read(folder.Path).Groups[0].Reason);
    }

    [Fact]
    public void Embedded_groups_hold_every_class_once()
    {
        foreach ((string name, int classes, int count) in new[] { ("cifar10", 10, 2), ("cifar100", 100, 20) })
        {
            var groups = ClassGroups.Load(name);
            Assert.Equal(count, groups.Groups.Count);
            Assert.True(groups.Partition(Enumerable.Range(0, classes)));
            Assert.Equal(classes, groups.Groups.Sum(g => g.Classes.Count));
        }
        Assert.NotNull(ClassGroups.For(Strata.Data.ImageSets.Load("thumbs").Classes));
        Assert.Null(ClassGroups.For(["a", "b"]));
    }

    [Theory]
    [InlineData("[]", "holds Array")]
    [InlineData("{ \"x\": [0, 1.5] }", "'x' holds 1.5")]
    [InlineData("{ \"x\": [-1] }", "'x' holds -1")]
    [InlineData("{ \"x\": [1, 1] }", "class 1 twice")]
    [InlineData("{ \"x\": [1], \"x\": [2] }", "'x' twice")]
    [InlineData("{ \"x\": [] }", "'x' has no classes")]
    [InlineData("{ }", "holds no groups")]
    [InlineData("{ \"x\": [0", "line 1: ")]
    public void Groups_that_are_none_are_refused(string json, string message)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "g.json");
        File.WriteAllText(path, json);
        Assert.Contains(message, Assert.Throws<InvalidFileException>(() => ClassGroups.Load(path)).Message, StringComparison.Ordinal);
    }

    private static PopulationComparison Compare(Simulated populations)
        => PopulationComparison.Of(populations.A, populations.B, populations.Labels, s_groups, new() { Resamples = 200 });

    private static Manifest ManifestFor(PopulationComparison comparison) => new()
    {
        Kind = "errors",
        Name = "a~b",
        Key = "",
        Inputs = new Dictionary<string, string>(),
        Options = [],
        Environment = RunEnvironment.Capture(1),
        Seconds = 0,
        Created = DateTimeOffset.UnixEpoch,
        Warnings = [.. comparison.Warnings],
        Results = [],
    };
}
