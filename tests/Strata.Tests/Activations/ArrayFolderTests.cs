using Strata.Activations;
using Strata.Arrays;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Tests.Activations;

public class ArrayFolderTests
{
    [Fact]
    public void Wanted_layers_of_wanted_examples_are_shown_in_order()
    {
        using var folder = new TemporaryFolder();
        Fill(folder);
        NpyFile.Write(folder["labels.npy"], [3, 1, 4, 1, 5, 9], 6);
        using ArrayFolder source = ArrayFolder.Open(folder.Path + "/");
        Assert.Equal(Path.GetFileName(folder.Path), source.Name);
        Assert.Equal(6, source.ExampleCount);
        Assert.Equal([3, 1, 4, 1, 5, 9], source.Labels);
        Assert.Null(source.ExamplesHash);
        Assert.Equal(["input", "conv", "logits"], source.Layers.Select(layer => layer.Name));

        var seen = new List<int>();
        source.Visit([5, 0, 1], [1, 2], (index, rows) =>
        {
            seen.Add(index);
            int features = index == 1 ? 6 : 3;
            Assert.False(rows.IsDouble);
            Assert.Equal(index == 1 ? [3, 2, 3] : [3, 3], rows.Shape.ToArray());
            Assert.Equal([.. Row(5, features), .. Row(0, features), .. Row(1, features)], rows.Singles.ToArray());
        });
        Assert.Equal([1, 2], seen);

        float[] Row(int example, int features) => [.. Enumerable.Range(example * features, features).Select(i => (float)i)];
    }

    [Fact]
    public void Fortran_order_and_other_types_are_the_same_activations()
    {
        using var folder = new TemporaryFolder();
        Fill(folder);
        byte[] columns = [.. Enumerable.Range(0, 3).SelectMany(j => Enumerable.Range(0, 6).Select(i => (byte)(i * 3 + j)))];
        File.WriteAllBytes(folder["2.npy"], Arrays.NpyBytes.Build("|u1", "(6, 3)", columns, fortran: true));
        using ArrayFolder source = ArrayFolder.Open(folder.Path);
        source.Visit([5, 0], [2], (_, rows) => Assert.Equal([15f, 16, 17, 0, 1, 2], rows.Singles.ToArray()));
    }

    [Theory]
    [InlineData("../outside.npy")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../outside.npy")]
    [InlineData("..")]
    [InlineData(".")]
    public void A_file_outside_the_folder_is_refused(string file)
    {
        using var folder = new TemporaryFolder();
        string inner = Directory.CreateDirectory(folder["inner"]).FullName;
        NpyFile.Write(folder["outside.npy"], new float[6], 6, 1);
        File.WriteAllText(Path.Combine(inner, "layers.json"),
            $$"""[{"index":0,"name":"a","kind":"conv","stage":null,"block":null,"shape":[1],"file":"{{file}}"}]""");
        InvalidFileException refused = Assert.Throws<InvalidFileException>(() => ArrayFolder.Open(inner));
        Assert.EndsWith("layers.json", refused.Path);
        Assert.Contains("inside the folder", refused.Problem);
    }

    [Fact]
    public void A_file_in_a_folder_below_is_fine()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["below/a.npy"], new float[6], 6, 1);
        File.WriteAllText(folder["layers.json"], """[{"index":0,"name":"a","kind":"conv","shape":[1],"file":"below/a.npy"}]""");
        Assert.Equal(6, ArrayFolder.Open(folder.Path).ExampleCount);
    }

    [Fact]
    public void What_does_not_fit_together_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("layers.json", Refused().Path);
        Fill(folder);
        NpyFile.Write(folder["2.npy"], new float[24], 6, 4);
        Assert.Contains("has shape [6, 4], expected [examples, 3] for logits", Refused().Message);
        NpyFile.Write(folder["2.npy"], new float[15], 5, 3);
        Assert.Contains("holds 5 examples, expected 6", Refused().Message);
        File.Delete(folder["2.npy"]);
        Assert.Contains("does not exist", Refused().Message);
        Fill(folder);
        NpyFile.Write(folder["labels.npy"], new int[5], 5);
        Assert.Contains("has shape [5], expected [6]", Refused().Message);
        NpyFile.Write(folder["labels.npy"], [0, 1, 2, -1, 0, 0], 6);
        Assert.Contains("label -1 for example 3", Refused().Message);
        File.Delete(folder["labels.npy"]);
        File.WriteAllText(folder["layers.json"], "[]");
        Assert.Contains("lists no layers", Refused().Message);
        File.WriteAllText(folder["layers.json"], """[{"index":0,"name":"a","kind":"conv","shape":[1]}]""");
        Assert.Contains("nothing for file", Refused().Message);
        File.WriteAllText(folder["layers.json"], """[{"index":0,"name":"a","kind":"conv","shape":[2],"file":"e.npy"}]""");
        NpyFile.Write(folder["e.npy"], Array.Empty<float>(), 0, 2);
        Assert.Contains("no examples", Refused().Message);
        Assert.Throws<InvalidFileException>(() => ArrayFolder.Open(folder["none"]));

        InvalidFileException Refused() => Assert.Throws<InvalidFileException>(() => ArrayFolder.Open(folder.Path));
    }

    [Fact]
    public void Files_that_change_after_opening_and_numbers_that_are_none_are_named()
    {
        using var folder = new TemporaryFolder();
        Fill(folder);
        using ArrayFolder source = ArrayFolder.Open(folder.Path);
        float[] values = new float[18];
        values[13] = float.NaN;
        NpyFile.Write(folder["2.npy"], values, 6, 3);
        source.Visit([0, 3], [2], (_, _) => { });
        Assert.Contains("NaN in example 4", Assert.Throws<InvalidFileException>(() => source.Visit([0, 4], [2], (_, _) => { })).Message);
        NpyFile.Write(folder["2.npy"], new float[12], 4, 3);
        Assert.Throws<InvalidFileException>(() => source.Visit([0], [2], (_, _) => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Visit([6], [1], (_, _) => { }));
    }

    private static void Fill(TemporaryFolder folder)
    {
        LayerInfo[] layers = [new(0, "input", "input", null, null, [2]), new(1, "conv", "conv", 0, 0, [2, 3]),
            new(2, "logits", "logits", null, null, [3])];
        foreach (LayerInfo layer in layers)
            NpyFile.Write(folder[$"{layer.Index}.npy"], [.. Enumerable.Range(0, 6 * (int)layer.Features).Select(i => (float)i)],
                [6, .. layer.Shape]);
        LayerList.Write(folder["layers.json"], layers);
        string json = File.ReadAllText(folder["layers.json"]);
        for (int i = 0; i < 3; i++)
            json = json.Replace($"\"index\":{i},", $"\"index\":{i},\"file\":\"{i}.npy\",", StringComparison.Ordinal);
        File.WriteAllText(folder["layers.json"], json);
    }
}
