using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Tests.Similarity;

/// <summary>Comparisons whose passes are kept as files come to the bits of those that are not, whoever sums what, and when.</summary>
public sealed class PassFilesTests : IDisposable
{
    private const int Passes = 10;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Sums are those of a number of threads.</summary>
    public PassFilesTests() => Threads.Set(2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Twenty_models_over_four_tasks_are_one_task_bit_for_bit()
    {
        MemorySource[] models = [.. Enumerable.Range(0, 20).Select(k => Model(k))];
        (int, int)[] pairs = [.. from a in Enumerable.Range(0, 20) from b in Enumerable.Range(a, 20 - a) select (a, b)];
        var options = new ComparisonOptions { Batch = 16, Passes = Passes, Components = true };
        IReadOnlyList<SimilarityMatrix> whole = ModelComparison.Compare(models, pairs, options);

        // In an order of no meaning, and each into a folder of its own, as machines without a common disk would.
        int[] tasks = [3, 1, 4, 2];
        foreach (int task in tasks)
            ModelComparison.Sum(models, pairs, options, Kept(pairs, $"{task}"), new(task, 4));
        foreach (MemorySource model in models) model.Visits = 0;
        IReadOnlyList<SimilarityMatrix> merged = ModelComparison.Compare(models, pairs, options,
            kept: Kept(pairs, "merged", [.. tasks.Select(task => $"{task}")]));

        Assert.All(models, model => Assert.Equal(0, model.Visits));
        RequireSame(whole, merged);
    }

    /// <summary>Layers of very large and very small numbers have units, which the first pass that shows them decides.</summary>
    [Fact]
    public void Units_of_layers_do_not_depend_on_who_sums()
    {
        double[,] large = Reference.Normal(40, 3, 1), rare = new double[40, 2];
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < 3; j++) large[i, j] *= i < 30 ? 1e25 : 1e-3;
        rare[7, 0] = 1e22;
        rare[31, 1] = -3e19;
        var model = new MemorySource("m", large, rare, Reference.Normal(40, 4, 2));
        var options = new ComparisonOptions { Batch = 8, Passes = 5 };
        IReadOnlyList<SimilarityMatrix> whole = ModelComparison.Compare([model], [(0, 0)], options);
        foreach (int task in new[] { 2, 1 }) ModelComparison.Sum([model], [(0, 0)], options, Kept([(0, 0)], "u"), new(task, 2));
        RequireSame(whole, ModelComparison.Compare([model], [(0, 0)], options, kept: Kept([(0, 0)], "u")));
    }

    [Fact]
    public void A_comparison_that_is_stopped_goes_on_from_the_passes_that_are_there()
    {
        MemorySource model = Model(1);
        var options = new ComparisonOptions { Batch = 16, Passes = Passes };
        using var stop = new CancellationTokenSource();
        int batches = 60 / 16 + 1;
        Assert.ThrowsAny<OperationCanceledException>(() => ModelComparison.Compare([model], [(0, 0)], options,
            new DirectProgress<ComparisonProgress>(p =>
            {
                if (p.Batches > 4 * batches) stop.Cancel();
            }), kept: Kept([(0, 0)], "s"), stop: stop.Token));
        int there = Directory.GetFiles(_folder["s"]).Length;
        Assert.InRange(there, 4, Passes - 1);

        model.Visits = 0;
        var seen = new List<ComparisonProgress>();
        IReadOnlyList<SimilarityMatrix> found = ModelComparison.Compare([model], [(0, 0)], options,
            new DirectProgress<ComparisonProgress>(seen.Add), kept: Kept([(0, 0)], "s"));

        Assert.Equal((Passes - there) * batches, model.Visits);
        Assert.Equal(there * batches + 1, seen[0].Batches);
        Assert.Equal(1, seen[^1].Share);
        RequireSame(ModelComparison.Compare([model], [(0, 0)], options), found);
    }

    [Fact]
    public void Passes_that_are_summed_as_soon_as_read_are_not_kept()
    {
        ModelComparison.Compare([Model(1)], [(0, 0)], new() { Batch = 16, Passes = 3 },
            kept: [new(_folder["w"], "m", "a") { Worth = TimeSpan.FromDays(1) }]);
        Assert.False(Directory.Exists(_folder["w"]));
    }

    [Fact]
    public void More_passes_go_on_from_fewer()
    {
        MemorySource model = Model(1);
        ModelComparison.Compare([model], [(0, 0)], new() { Batch = 16, Passes = 4 }, kept: Kept([(0, 0)], "m"));
        model.Visits = 0;
        IReadOnlyList<SimilarityMatrix> more = ModelComparison.Compare([model], [(0, 0)], new() { Batch = 16, Passes = 6 },
            kept: Kept([(0, 0)], "m"));
        Assert.Equal(2 * 4, model.Visits);
        RequireSame(ModelComparison.Compare([model], [(0, 0)], new() { Batch = 16, Passes = 6 }), more);
    }

    public static TheoryData<string, ComparisonOptions, string> Others => new()
    {
        { "a", new() { Batch = 12, Passes = 2 }, "batch is '16', expected '12'" },
        { "a", new() { Batch = 16, Passes = 2, Seed = 1 }, "examples is " },
        { "a", new() { Batch = 16, Passes = 2, Layers = "layer1" }, "layersA is " },
        { "a", new() { Batch = 16, Passes = 2, WithoutComponents = 1 }, "withoutComponents is '0', expected '1'" },
        { "b", new() { Batch = 16, Passes = 2 }, "models is 'a', expected 'b'" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Sums_of_another_comparison_are_refused(string models, ComparisonOptions options, string expected)
    {
        MemorySource model = Model(1);
        ModelComparison.Sum([model], [(0, 0)], new() { Batch = 16, Passes = 2 }, [new(_folder["o"], "m", "a")], Shard.Whole);
        UnusableStateException refused = Assert.Throws<UnusableStateException>(
            () => ModelComparison.Compare([model], [(0, 0)], options, kept: [new(_folder["o"], "m", models)]));
        Assert.Contains($"m.pass-0{PassFiles.Extension}: holds sums of another comparison: {expected}", refused.Message);
    }

    /// <summary>Every kind of damage, at every place that a file has, is found before anything is summed.</summary>
    [Fact]
    public void Damaged_sums_are_refused_and_never_crash()
    {
        MemorySource model = Model(1);
        var options = new ComparisonOptions { Batch = 16, Passes = 2 };
        PassFiles[] kept = Kept([(0, 0)], "d");
        ModelComparison.Compare([model], [(0, 0)], options, kept: kept);
        string path = kept[0].PathIn(kept[0].Folder, 0);
        byte[] whole = File.ReadAllBytes(path);
        var random = new RandomSequence(1, "damage");
        for (int attempt = 0; attempt < 300; attempt++)
        {
            byte[] damaged = [.. whole];
            if (attempt % 3 == 0) damaged = damaged[..random.Next(whole.Length)];
            else if (attempt % 3 == 1) damaged[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
            else Array.Fill(damaged, (byte)0, random.Next(whole.Length - 1), 1);
            if (damaged.AsSpan().SequenceEqual(whole)) continue;
            File.WriteAllBytes(path, damaged);
            model.Visits = 0;
            UnusableStateException refused = Assert.Throws<UnusableStateException>(
                () => ModelComparison.Compare([model], [(0, 0)], options, kept: kept));
            Assert.Equal(path, refused.Path);
            Assert.Equal(0, model.Visits);
        }
        File.Copy(kept[0].PathIn(kept[0].Folder, 1), path, overwrite: true);
        Assert.Contains("pass is '1', expected '0'", Assert.Throws<UnusableStateException>(
            () => ModelComparison.Compare([model], [(0, 0)], options, kept: kept)).Message);
    }

    [Fact]
    public void Passes_from_other_processors_come_with_a_warning()
    {
        MemorySource model = Model(1);
        var options = new ComparisonOptions { Batch = 16, Passes = 2 };
        PassFiles[] kept = Kept([(0, 0)], "p");
        ModelComparison.Compare([model], [(0, 0)], options, kept: kept);
        string path = kept[0].PathIn(kept[0].Folder, 1);
        SafetensorsContent file = SafetensorsFile.Read(path);
        var metadata = new Dictionary<string, string>(file.Metadata) { ["processor"] = "Another (avx2)" };
        SafetensorsFile.Write(path, metadata, file.Tensors, seal: true);
        SimilarityMatrix found = ModelComparison.Compare([model], [(0, 0)], options, kept: kept)[0];
        Assert.Contains(found.Warnings, warning => warning.Contains("2 kinds of processors", StringComparison.Ordinal)
            && warning.Contains("Another (avx2)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1/1", 10, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData("1/4", 10, new[] { 0, 4, 8 })]
    [InlineData("4/4", 10, new[] { 3, 7 })]
    [InlineData("3/4", 2, new int[0])]
    public void A_shard_is_every_so_many_th_pass(string text, int passes, int[] expected)
    {
        Shard shard = Shard.Parse(text);
        Assert.Equal(expected, shard.Of(passes));
        Assert.Equal(text, shard.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("1/2/3")]
    [InlineData("-1/4")]
    [InlineData(" 1/4")]
    [InlineData("1/99999999999")]
    [InlineData("1/100000")]
    public void What_is_no_shard_is_refused(string text)
        => Assert.Contains($"'{text}'", Assert.Throws<InvalidOptionsException>(() => Shard.Parse(text)).Message);

    private static MemorySource Model(int seed)
        => new($"m{seed}", Reference.Normal(60, 4, seed), Reference.Normal(60, 7, 100 + seed), Reference.Normal(60, 3, 200 + seed))
        { ExamplesHash = "sixty" };

    private PassFiles[] Kept((int A, int B)[] pairs, string folder, params string[] others)
        => [.. pairs.Select(p => new PassFiles(_folder[folder], $"{p.A}~{p.B}", $"{p.A} {p.B}")
        { Others = [.. others.Select(other => _folder[other])], Worth = TimeSpan.Zero })];

    private static void RequireSame(IReadOnlyList<SimilarityMatrix> expected, IReadOnlyList<SimilarityMatrix> found)
    {
        foreach ((SimilarityMatrix one, SimilarityMatrix other) in expected.Zip(found))
        {
            Assert.Equal(Bits(one.Values), Bits(other.Values));
            Assert.Equal(Bits(one.StandardErrors), Bits(other.StandardErrors));
            Assert.Equal(one.Undefined, other.Undefined);
            Assert.Equal(one.Warnings, other.Warnings);
            Assert.Equal(one.ExamplesHash, other.ExamplesHash);
            if (one.Components is not { } components) continue;
            Assert.Equal(Bits(components.Cosines), Bits(other.Components!.Cosines));
            Assert.Equal(components.SharesA, other.Components.SharesA);
            Assert.Equal(components.SharesB, other.Components.SharesB);
        }

        static long[] Bits(double[,] values) => [.. values.Cast<double>().Select(BitConverter.DoubleToInt64Bits)];
    }
}
