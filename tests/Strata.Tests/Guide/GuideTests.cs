using System.Text.RegularExpressions;
using Strata.Arrays;
using Strata.Data;
using Strata.Models.Families;
using Strata.Models.Graph;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Tests.Guide;

/// <summary>The classes that docs/extend shows compile, are these, and do what their pages say.</summary>
public sealed partial class GuideTests
{
    [Theory]
    [InlineData("family.md", "PlainNet.cs")]
    [InlineData("measure.md", "NormCorrelation.cs")]
    [InlineData("kernel.md", "PolynomialKernel.cs")]
    [InlineData("data-set.md", "ArraysReader.cs")]
    public void A_page_shows_the_class_that_is_compiled_here(string page, string file)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Strata.slnx"))) folder = folder.Parent;
        string text = File.ReadAllText(Path.Combine(folder!.FullName, "docs", "extend", page));
        Assert.Equal(File.ReadAllText(Path.Combine(folder.FullName, "tests", "Strata.Tests", "Guide", file)),
            CSharp().Match(text).Groups[1].Value);
    }

    [Fact]
    public void The_family_builds_networks_that_grow()
    {
        var family = new PlainNet();
        int Layers(int depth)
        {
            FamilyValues values = FamilySettings.Standard.With("depth", depth).With("width", 1.0);
            NetworkGraph graph = family.Build(values, new ImageShape(1, 8), classes: 10);
            Assert.Equal([10], graph.Nodes[^1].Shape);
            return graph.Layers.Count;
        }
        // Input, three layers a convolution, pool, flatten, logits.
        Assert.Equal(4 + 3 * 4, Layers(4));
        Assert.Equal(4 + 3 * 9, Layers(9));
        Assert.Single(family.Problems(FamilySettings.Standard, new ImageShape(1, 3)));
        Assert.Empty(family.Problems(FamilySettings.Standard, new ImageShape(1, 8)));
    }

    [Fact]
    public void The_measure_sees_lengths_alone()
    {
        var measure = new NormCorrelation();
        double[,] x = { { 1, 0 }, { 0, 2 }, { 3, 0 }, { 0, 5 } }, y = { { 0, 2, 0 }, { 4, 0, 0 }, { 0, 0, 6 }, { 0, 10, 0 } };
        double Value(double[,] a, double[,] b)
            => measure.Between(measure.Reduce(Representation.Of(a)), measure.Reduce(Representation.Of(b))).Value!.Value;
        Assert.Equal(1, Value(x, y), 1e-12);
        (y[0, 1], y[3, 1]) = (10, 2);
        Assert.InRange(Value(x, y), -1, 0.5);
    }

    [Fact]
    public void The_kernel_has_its_formula_and_gives_a_CKA()
    {
        var kernel = new PolynomialKernel();
        double[,] gram = kernel.Gram(new double[,] { { 1, 2 }, { 0, -4 } });
        Assert.Equal([12.25, 9, 9, 81], gram.Cast<double>());
        double[,] x = Similarity.Reference.Normal(30, 4, 1);
        Assert.Equal(1, MinibatchCka.Compute(x, x, new CkaOptions { Kernel = kernel }).Value!.Value, 1e-12);
        double[,] constant = new double[30, 4];
        Assert.Null(MinibatchCka.Compute(x, constant, new CkaOptions { Kernel = kernel }).Value);
    }

    [Fact]
    public void The_set_is_read_and_what_does_not_fit_is_refused()
    {
        using var folder = new TemporaryFolder();
        void Write(string split, int count, int side = 2, float first = 7)
        {
            float[] pixels = [.. Enumerable.Range(0, count * side * side).Select(i => i == 0 ? first : i % 256)];
            NpyFile.Write(folder[$"{split}-images.npy"], pixels, count, 1, side, side);
            NpyFile.Write(folder[$"{split}-labels.npy"], [.. Enumerable.Range(0, count).Select(i => i % 3)], count);
        }
        Write("train", 9);
        Write("test", 6);
        ImageSet set = ArraysReader.Read(folder.Path);
        Assert.Equal((9, 6, 3, 1, 2), (set.Train.Count, set.Test.Count, set.Classes.Count, set.Channels, set.Height));
        Assert.Equal(7, Assert.IsType<HeldExamples>(set.Train).Pixels[0]);

        void Refused(string problem)
            => Assert.Contains(problem, Assert.Throws<InvalidFileException>(() => ArraysReader.Read(folder.Path)).Message,
                StringComparison.Ordinal);
        Write("test", 6, side: 3);
        Refused("expected 1×2×2 as in training");
        Write("test", 6, first: 256);
        Refused("expected whole numbers from 0 to 255");
        Write("test", 6);
        NpyFile.Write(folder["test-labels.npy"], [0, 1, 2, 0, 1, -1], 6);
        Refused("has labels from -1 to 2, expected 0 to 99999");
        // One label must not make two billion names.
        NpyFile.Write(folder["test-labels.npy"], [0, 1, 2, 0, 1, int.MaxValue], 6);
        Refused("has labels from 0 to 2147483647, expected 0 to 99999");
        NpyFile.Write(folder["test-labels.npy"], [0, 1], 2);
        Refused("expected [6]");
        File.Delete(folder["test-labels.npy"]);
        Assert.Throws<InvalidFileException>(() => ArraysReader.Read(folder.Path));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
