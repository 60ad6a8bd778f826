using Strata.Analysis.Populations;
using Strata.Arrays;
using Strata.Runtime;
using Strata.Tests.Arrays;

namespace Strata.Tests.Analysis.Populations;

/// <summary>The forms in which other frameworks' predictions come.</summary>
public sealed class PopulationFileTests : IDisposable
{
    private static readonly int[] s_classes = [0, 1, 2, 2, 1, 0];
    private static readonly float[] s_probabilities = [.8f, .1f, .1f, .2f, .5f, .3f, .2f, .2f, .6f, 0, 0, 1, .3f, .4f, .3f, .5f, .5f, 0];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Models_come_in_one_file_or_in_one_each_as_classes_or_probabilities()
    {
        NpyFile.Write(_folder["all.npy"], s_classes, 2, 3);
        NpyFile.Write(_folder["wide-s0.npy"], s_classes[..3], 3);
        NpyFile.Write(_folder["wide-s1.npy"], s_classes[3..], 3);
        NpyFile.Write(_folder["p-0.npy"], s_probabilities[..9], 3, 3);
        NpyFile.Write(_folder["p-1.npy"], s_probabilities[9..], 3, 3);
        NpyFile.Write(_folder["probabilities.npy"], s_probabilities, 2, 3, 3);
        foreach (string[] files in (string[][])[["all.npy"], ["wide-s0.npy", "wide-s1.npy"], ["p-0.npy", "p-1.npy"], ["probabilities.npy"],
            ["wide-s0.npy", "p-1.npy"]])
        {
            Population read = Read(files);
            Assert.Equal(s_classes, read.Predictions.Cast<int>());
            Assert.Equal(files[^1].StartsWith('p') ? 3 : null, read.Classes);
            Assert.Equal(files[0].StartsWith('p') ? s_probabilities : null, read.Probabilities?.Cast<float>());
        }
        Assert.Equal("wide-s", Read("wide-s0.npy", "wide-s1.npy").Name);
        Assert.Equal("all", Read("all.npy").Name);
        Assert.Equal(Path.GetFileName(_folder.Path), Read("all.npy", "wide-s0.npy").Name);
        Assert.Equal(4, Read("all.npy", "wide-s0.npy", "wide-s1.npy").Models);
    }

    [Fact]
    public void A_folder_stands_for_its_files_in_order()
    {
        foreach (string name in (string[])["b.npy", "a.npy", "notes.txt"]) File.WriteAllText(_folder[name], "");
        Assert.Equal([_folder["a.npy"], _folder["b.npy"], "x.npy"], PopulationFile.Files([_folder.Path, "x.npy"]));
        string empty = Directory.CreateDirectory(_folder["empty"]).FullName;
        Assert.Contains("is a folder without .npy files", Assert.Throws<InvalidFileException>(() => PopulationFile.Files([empty])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        NpyFile.Write(_folder["three.npy"], s_classes[..3], 3);
        NpyFile.Write(_folder["two.npy"], s_classes[..2], 2);
        NpyFile.Write(_folder["p3.npy"], s_probabilities[..9], 3, 3);
        NpyFile.Write(_folder["p2.npy"], [.5f, .5f, 1, 0, 0, 1], 3, 2);
        NpyFile.Write(_folder["logits.npy"], [.5f, .5f, 1, 0, 0, 2], 3, 2);
        NpyFile.Write(_folder["four.npy"], new int[16], 2, 2, 2, 2);
        NpyFile.Write(_folder["negative.npy"], [0, -1, 0], 3);
        Refused("two.npy: holds predictions for 2 examples, and", "three.npy", "two.npy");
        Refused("p2.npy: holds probabilities of 2 classes, and", "p3.npy", "p2.npy");
        Refused("logits.npy: holds 2 at [2, 1], expected probabilities from 0 to 1", "p2.npy", "logits.npy");
        Refused("four.npy: has shape [2, 2, 2, 2], expected", "three.npy", "four.npy");
        Refused("negative.npy: predicts class -1 at [1]", "three.npy", "negative.npy");
        Refused("three.npy: has shape [3], expected classes [models, examples]", "three.npy");
    }

    [Theory]
    [InlineData("<f4")]
    [InlineData("<f2")]
    [InlineData(">f8")]
    public void Both_orders_are_the_same_predictions_however_many_are_read_at_once(string type)
    {
        foreach (int[] shape in (int[][])[[3, 11, 4], [11, 4]])
        {
            double[] values = Probabilities(shape.Aggregate((a, b) => a * b) / 4);
            int[] classes = [.. values.Chunk(4).Select(example => Array.IndexOf(example, example.Max()))];
            foreach (bool fortran in (bool[])[false, true])
            {
                PopulationPart whole = Describe(type, values, fortran, shape);
                // One number is less than an example has; 5 and 7 examples divide neither a model's nor those of all.
                foreach (int slice in (int[])[1, 20, 30, whole.Slice])
                {
                    PopulationPart part = whole with { Slice = slice };
                    int[] predictions = new int[classes.Length], alone = new int[classes.Length];
                    float[] probabilities = new float[values.Length];
                    part.Fill(predictions, probabilities, CancellationToken.None);
                    part.Fill(alone, [], CancellationToken.None);
                    Assert.Equal(classes, predictions);
                    Assert.Equal(classes, alone);
                    Assert.Equal(values.Select(value => (float)value), probabilities);
                }
                Assert.Throws<OperationCanceledException>(() => whole.Fill(new int[classes.Length], [], new(canceled: true)));
            }
        }
    }

    [Fact]
    public void Classes_in_fortran_order_are_the_same_predictions()
    {
        byte[] classes = [.. s_classes.Select(value => (byte)value)];
        File.WriteAllBytes(_folder["all.npy"], NpyBytes.Build("|u1", "(2, 3)", NpyBytes.InFortran(classes, 2, 3), fortran: true));
        Assert.Equal(s_classes, Read("all.npy").Predictions.Cast<int>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_no_probability_is_named_by_its_place_in_either_order(bool fortran)
    {
        double[] values = Probabilities(33);
        values[(2 * 11 + 7) * 4 + 1] = 2;
        PopulationPart part = Describe("<f4", values, fortran, 3, 11, 4);
        Assert.Contains("holds 2 at [2, 7, 1], expected probabilities from 0 to 1",
            Assert.Throws<InvalidFileException>(() => part.Fill(new int[33], [], CancellationToken.None)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fortran_order_takes_memory_for_a_slice_and_not_for_each_example()
    {
        const int Examples = 40_000;
        PopulationPart part = Describe("<f4", Probabilities(3 * Examples), true, 3, Examples, 4) with { Slice = 1 << 14 };
        int[] predictions = new int[3 * Examples];
        long before = GC.GetAllocatedBytesForCurrentThread();
        part.Fill(predictions, [], CancellationToken.None);
        // 64 KiB of a slice, and for each of its 30 fillings no more than as much twice.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 6 << 20);
    }

    [Fact]
    public void A_file_without_models_claims_no_classes()
    {
        NpyFile.Write(_folder["all.npy"], s_classes, 2, 3);
        NpyFile.Write(_folder["claims.npy"], Array.Empty<float>(), 0, 3, 2_000_000_000);
        NpyFile.Write(_folder["many.npy"], new float[100_001], 1, 1, 100_001);
        Refused("claims.npy: has shape [0, 3, 2000000000], expected the predictions of at least 1 model", "all.npy", "claims.npy");
        Refused("many.npy: has shape [1, 1, 100001], expected probabilities of 2 to 100000 classes", "all.npy", "many.npy");
    }

    /// <summary>[examples, 4], numbers that every floating-point type holds; some have two that are the largest.</summary>
    private static double[] Probabilities(int examples)
        => [.. Enumerable.Range(0, examples).SelectMany(i =>
        {
            double[] one = i % 5 == 0 ? [.375, .375, .25, 0] : [.5, .25, .125, .125];
            return Enumerable.Range(0, 4).Select(c => one[(c + i * 7 / 3) % 4]);
        })];

    private PopulationPart Describe(string type, double[] values, bool fortran, params int[] shape)
    {
        byte[] data = NpyBytes.Encode(type, fortran ? NpyBytes.InFortran(values, shape) : values);
        File.WriteAllBytes(_folder["part.npy"], NpyBytes.Build(type, $"({string.Join(", ", shape)})", data, fortran));
        return PopulationPart.Describe(_folder["part.npy"], alone: shape.Length == 3);
    }

    private void Refused(string message, params string[] files)
        => Assert.Contains(message, Assert.Throws<InvalidFileException>(() => Read(files)).Message, StringComparison.Ordinal);

    private Population Read(params string[] files) => PopulationFile.Read([.. files.Select(file => _folder[file])]);
}
