using Strata.Analysis.Populations;
using Strata.Arrays;
using Strata.Runtime;

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

    [Fact]
    public void A_file_without_models_claims_no_classes()
    {
        NpyFile.Write(_folder["all.npy"], s_classes, 2, 3);
        NpyFile.Write(_folder["claims.npy"], Array.Empty<float>(), 0, 3, 2_000_000_000);
        NpyFile.Write(_folder["many.npy"], new float[100_001], 1, 1, 100_001);
        Refused("claims.npy: has shape [0, 3, 2000000000], expected the predictions of at least 1 model", "all.npy", "claims.npy");
        Refused("many.npy: has shape [1, 1, 100001], expected probabilities of 2 to 100000 classes", "all.npy", "many.npy");
    }

    private void Refused(string message, params string[] files)
        => Assert.Contains(message, Assert.Throws<InvalidFileException>(() => Read(files)).Message, StringComparison.Ordinal);

    private Population Read(params string[] files) => PopulationFile.Read([.. files.Select(file => _folder[file])]);
}
