namespace Strata.EndToEnd.Tests;

/// <summary><c>strata compare</c>: one model, two, and several, each with a page.</summary>
public sealed class CompareCommandTests
{
    private static readonly string[] s_images = ["--data", "digits", "--max-examples", "100", "--layers", "add"];

    private static WorkFolder Trained()
    {
        var folder = new WorkFolder();
        foreach (string depth in (string[])["8", "14"])
            folder.Strata("train", "--depth", depth, "--width", "0.25", "--data", "digits", "--fraction", "1/8", "--epochs", "1",
                "--output", $"d{depth}.safetensors").Expect(0);
        Directory.CreateDirectory(folder["one"]);
        Directory.CreateDirectory(folder["two"]);
        File.Copy(folder["d8.safetensors"], folder["one/weights.safetensors"]);
        File.Copy(folder["d8.safetensors"], folder["two/weights.safetensors"]);
        return folder;
    }

    [Fact]
    public void A_comparison_has_a_page_that_needs_no_other_file()
    {
        using WorkFolder folder = Trained();
        foreach (string[] models in (string[][])[["d8.safetensors"], ["d8.safetensors", "d14.safetensors"]])
        {
            folder.Strata(["compare", .. models, .. s_images, "--output", "found"]).Expect(0);
            string page = File.ReadAllText(folder["found/index.html"]);
            Assert.Contains("ResNet-8-0.25x", page, StringComparison.Ordinal);
            Assert.Contains("id=\"map-0\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("href=\"tables/", page, StringComparison.Ordinal);
            Assert.Contains("\"figure\":\"\"", page, StringComparison.Ordinal);
            Assert.Contains("<dt>To cite</dt>", page, StringComparison.Ordinal);
        }
        // With its rows shuffled a model has no page, and takes the old one's place with nothing left of it.
        folder.Strata(["compare", "d8.safetensors", .. s_images, "--shuffle", "--output", "found"]).Expect(0);
        Assert.False(File.Exists(folder["found/index.html"]));
    }

    [Fact]
    public void Of_several_models_each_is_compared_with_itself_and_all_others()
    {
        using WorkFolder folder = Trained();
        string[] models = ["one/weights.safetensors", "d14.safetensors", "two/weights.safetensors"];
        folder.Strata(["compare", .. models, .. s_images, "--output", "found"]).Expect(0);
        Assert.Equal(["d14", "d14~two", "one", "one~d14", "one~two", "two"],
            Directory.GetDirectories(folder["found"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(6, File.ReadAllText(folder["found/index.html"]).Split("id=\"map-").Length - 1);
        // Each is what comparing the two alone gives.
        folder.Strata(["compare", .. models[..2], .. s_images, "--output", "pair"]).Expect(0);
        Assert.Equal(File.ReadAllBytes(folder["pair/cka.npy"]), File.ReadAllBytes(folder["found/one~d14/cka.npy"]));
        // A second run takes its place; what is somebody else's stays.
        folder.Strata(["compare", .. models, .. s_images, "--output", "found"]).Expect(0);
        File.WriteAllText(folder["found/notes.txt"], "mine");
        Assert.Contains("holds 'notes.txt'", folder.Strata(["compare", .. models, .. s_images, "--output", "found"]).Expect(1).Errors,
            StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["found/notes.txt"]));
        // Folders with manifests of something else are no comparisons, nor are comparisons of somebody who has no page beside them.
        Directory.CreateDirectory(folder["study/model"]);
        File.WriteAllText(folder["study/index.html"], "mine");
        File.WriteAllText(folder["study/model/manifest.json"],
            File.ReadAllText(folder["pair/manifest.json"]).Replace("similarity", "model"));
        Assert.Contains("holds 'model'", folder.Strata(["compare", .. models, .. s_images, "--output", "study"]).Expect(1).Errors,
            StringComparison.Ordinal);
        Directory.CreateDirectory(folder["kept"]);
        Directory.Move(folder["pair"], folder["kept/pair"]);
        Assert.Contains("holds other files than comparisons",
            folder.Strata(["compare", .. models, .. s_images, "--output", "kept"]).Expect(1).Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["kept/pair/cka.npy"]));
        Assert.Contains("--shuffle: compares one model or two, and there are 3",
            folder.Strata(["compare", .. models, .. s_images, "--shuffle", "--output", "other"]).Expect(2).Errors,
            StringComparison.Ordinal);
    }
}
