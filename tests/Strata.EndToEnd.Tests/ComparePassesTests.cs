namespace Strata.EndToEnd.Tests;

/// <summary>Comparisons whose passes are shared, interrupted or killed end in the bits of one that nobody disturbs.</summary>
public sealed class ComparePassesTests(SmallModel model) : IClassFixture<SmallModel>, IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Compare(string output, int passes, params string[] more)
        => ["compare", model.Path, "--data", "digits", "--layers", "add", "--batch", "64", "--passes", $"{passes}", "--threads", "2",
            "--output", output, .. more];

    private byte[][] Numbers(string output)
        => [.. new[] { "cka.npy", "stderr.npy", "examples.npy" }.Select(file => File.ReadAllBytes(_folder[$"{output}/{file}"]))];

    private string[] Kept(string output) => Directory.Exists(_folder[$"{output}.passes"])
        ? [.. Directory.GetFiles(_folder[$"{output}.passes"], "*.sums.safetensors").Order(StringComparer.Ordinal)] : [];

    [Fact]
    public void Shares_merge_to_the_bits_of_one_process()
    {
        _folder.Strata(Compare("whole", 5)).Expect(0);
        foreach ((int share, int passes) in new[] { (3, 1), (1, 2) })
            Assert.Contains($": share {share}/3 is there, passes: {passes}; ", _folder.Strata(Compare("c", 5, "--shard", $"{share}/3"))
                .Expect(0).Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["c"]));
        Assert.Equal(3, Kept("c").Length);
        // As copied from another machine.
        _folder.Strata(Compare("there", 5, "--shard", "2/3")).Expect(0);
        foreach (string file in Kept("there")) File.Copy(file, _folder[$"c.passes/{Path.GetFileName(file)}"]);

        _folder.Strata(Compare("c", 5)).Expect(0);

        Assert.Equal(Numbers("whole"), Numbers("c"));
        Assert.False(Directory.Exists(_folder["c.passes"]));
    }

    [Fact]
    public void What_is_killed_or_interrupted_goes_on_from_the_passes_that_are_there()
    {
        // Seconds of them, so that a signal that a loaded machine is late to send still meets a run that has some before it.
        const int Passes = 300;
        _folder.Strata(Compare("whole", Passes)).Expect(0);
        string[] share = Compare("c", Passes, "--shard", "1/1");
        using (RunningProcess killed = _folder.StartStrata(share))
        {
            while (!killed.HasExited && Kept("c").Length < 3) Thread.Sleep(2);
            killed.Kill();
        }
        string[] kept = Kept("c");
        Assert.InRange(kept.Length, 3, Passes - 1);
        DateTime written = File.GetLastWriteTimeUtc(kept[0]);
        if (!OperatingSystem.IsWindows())
        {
            using RunningProcess asked = _folder.StartStrata(share);
            while (!asked.HasExited && Kept("c").Length < kept.Length + 3) Thread.Sleep(2);
            asked.AskToEnd();
            Assert.Contains("c.passes. The same command goes on from there", asked.Wait().Expect(130).Errors, StringComparison.Ordinal);
        }
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept[0]));

        _folder.Strata(Compare("c", Passes)).Expect(0);

        Assert.Equal(Numbers("whole"), Numbers("c"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["."], "*c.passes*"));
    }

    [Fact]
    public void Sums_of_another_comparison_are_refused_with_what_differs_until_restarted()
    {
        _folder.Strata(Compare("c", 3, "--shard", "1/2")).Expect(0);
        RunResult refused = _folder.Strata(Compare("c", 3, "--seed", "1")).Expect(1);
        Assert.Contains("m.pass-0.sums.safetensors: holds sums of another comparison: examples is ", refused.Errors,
            StringComparison.Ordinal);
        Assert.Contains("--restart", refused.Errors, StringComparison.Ordinal);
        File.WriteAllText(Kept("c")[0], "no safetensors");
        Assert.Contains("m.pass-0.sums.safetensors: ", _folder.Strata(Compare("c", 3)).Expect(1).Errors, StringComparison.Ordinal);
        _folder.Strata(Compare("c", 3, "--seed", "1", "--restart")).Expect(0);
        Assert.False(Directory.Exists(_folder["c.passes"]));
    }

    /// <summary>A file half written, and the lock of a share that nobody goes on with.</summary>
    [Fact]
    public void What_killed_shares_leave_goes_with_the_passes()
    {
        using (RunningProcess share = _folder.StartStrata(Compare("c", 5000, "--shard", "1/2")))
        {
            while (!share.HasExited && Kept("c").Length == 0) Thread.Sleep(2);
            share.Kill();
        }
        Assert.True(File.Exists(_folder["c.passes/.1of2.lock"]));
        File.WriteAllText(_folder["c.passes/.strata-half.tmp"], "half");
        _folder.Strata(Compare("c", 3, "--restart")).Expect(0);
        Assert.False(Directory.Exists(_folder["c.passes"]));
    }

    [Fact]
    public void Who_makes_the_comparison_waits_for_the_shares()
    {
        using RunningProcess share = _folder.StartStrata(Compare("c", 5000, "--shard", "1/2"));
        while (!share.HasExited && Kept("c").Length == 0) Thread.Sleep(2);
        Assert.Contains("c.passes: another run is at work here: ", _folder.Strata(Compare("c", 5000)).Expect(1).Errors,
            StringComparison.Ordinal);
        Assert.Contains("1of2: another run is at work here: ", _folder.Strata(Compare("c", 5000, "--shard", "1/2")).Expect(1).Errors,
            StringComparison.Ordinal);
        _folder.Strata(Compare("c", 3, "--shard", "2/2")).Expect(0);
        share.Kill();
    }

    [Theory]
    [InlineData("--shard: '5/4' is no share of the passes; expected such as 2/4, the second of four", "--shard", "5/4")]
    [InlineData("--shard: is of cka alone, not of rsa", "--shard", "1/4", "--measure", "rsa")]
    public void Wrong_shares_are_refused(string problem, params string[] more)
        => Assert.Contains(problem, _folder.Strata(["compare", model.Path, "--data", "digits", "--output", "c", .. more]).Expect(2).Errors,
            StringComparison.Ordinal);
}
