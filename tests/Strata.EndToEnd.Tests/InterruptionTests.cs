using Strata.Runtime;

namespace Strata.EndToEnd.Tests;

/// <summary>A training that is stopped in whatever way and started again must end in the same bits.</summary>
public sealed class InterruptionTests(InterruptionTests.Uninterrupted uninterrupted) : IClassFixture<InterruptionTests.Uninterrupted>
{
    private const string Output = "m.safetensors", Log = Output + ".training.jsonl", State = Output + ".resume";

    private static readonly string[] s_train = ["train", "--depth", "14", "--width", "1", "--data", "digits", "--epochs", "8", "--fraction",
        "1/4", "--batch", "64", "--seed", "2", "--output", Output];

    /// <summary>What the same command leaves when nobody disturbs it.</summary>
    public sealed class Uninterrupted
    {
        public Uninterrupted()
        {
            using var folder = new WorkFolder();
            folder.Strata(s_train).Expect(0);
            Weights = File.ReadAllBytes(folder[Output]);
        }

        public byte[] Weights { get; }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_training_that_is_killed_again_and_again_ends_in_the_same_bits(int seed)
    {
        using var folder = new WorkFolder();
        var random = new RandomSequence(seed, "kill");
        int killed = 0;
        for (int attempt = 0; attempt < 6; attempt++)
        {
            using RunningProcess training = folder.StartStrata(s_train);
            // From before libtorch is loaded to a few epochs on; also while the state is being written.
            Thread.Sleep(100 + random.Next(2000));
            if (!training.HasExited) killed++;
            training.Kill();
            Assert.False(File.Exists(folder[Output]) && File.Exists(folder[State]) && training.Wait().ExitCode == 0,
                "a finished training leaves no state behind");
        }
        folder.Strata(s_train).Expect(0);

        Assert.True(killed >= 2, $"only {killed} trainings were still running when they were to be killed");
        Assert.Equal(uninterrupted.Weights, File.ReadAllBytes(folder[Output]));
        Assert.Equal(8, File.ReadLines(folder[Log]).Count());
        Assert.False(File.Exists(folder[State]));
    }

    /// <summary>With --restart again, what was just kept would be thrown away.</summary>
    [Theory]
    [InlineData(false, "The same command goes on from there.")]
    [InlineData(true, "The same command without --restart goes on from there.")]
    public void A_training_that_is_asked_to_end_says_how_to_go_on_and_does(bool restart, string advice)
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "Windows has no SIGTERM");
        using var folder = new WorkFolder();
        using (RunningProcess training = folder.StartStrata([.. s_train, .. restart ? ["--restart"] : Array.Empty<string>()]))
        {
            while (!training.HasExited && !(File.Exists(folder[State]) && File.Exists(folder[Log]))) Thread.Sleep(10);
            training.AskToEnd();
            RunResult stopped = training.Wait().Expect(130);
            Assert.Contains(advice, stopped.Errors, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(folder[Output]));
        Assert.True(File.Exists(folder[State]));

        folder.Strata(s_train).Expect(0);

        Assert.Equal(uninterrupted.Weights, File.ReadAllBytes(folder[Output]));
    }

    [Fact]
    public void Going_on_with_other_options_is_refused()
    {
        using var folder = new WorkFolder();
        using (RunningProcess training = folder.StartStrata(s_train))
        {
            while (!training.HasExited && !File.Exists(folder[State])) Thread.Sleep(10);
            training.Kill();
        }
        Assert.True(File.Exists(folder[State]), "the training ended before it could be killed");

        string[] other = [.. s_train];
        other[Array.IndexOf(other, "--seed") + 1] = "3";
        RunResult refused = folder.Strata(other).Expect(1);

        Assert.Contains(State, refused.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(folder[State]));
    }
}
