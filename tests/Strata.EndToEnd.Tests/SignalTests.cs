using Strata.Arrays;
using Strata.Runtime;

namespace Strata.EndToEnd.Tests;

/// <summary>Every signal that asks a process to end is heard by every command, wherever it is.</summary>
public sealed class SignalTests : IDisposable
{
    private const int Hangup = 1, Interrupt = 2, Quit = 3, User = 10, Terminate = 15;

    private readonly WorkFolder _folder = new();

    public SignalTests()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "the numbers of signals are those of Linux");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Hangup)]
    [InlineData(Interrupt)]
    [InlineData(Quit)]
    [InlineData(User)]
    [InlineData(Terminate)]
    public void A_training_saves_its_running_epoch(int signal)
    {
        using RunningProcess training =
            _folder.StartStrata("train", "--depth", "14", "--data", "digits", "--epochs", "500", "--output", "m.safetensors");
        while (!training.HasExited && !File.Exists(_folder["m.safetensors.training.jsonl"])) Thread.Sleep(10);
        Thread.Sleep(300);
        training.AskToEnd(signal);
        // Whoever sends to a group of processes sends twice.
        training.AskToEnd(signal);
        Assert.Contains("The same command goes on", training.Wait().Expect(130).Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["m.safetensors.resume"]));
        Assert.DoesNotContain(_folder.Files, file => file.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public void What_nohup_ignores_stays_ignored()
    {
        using RunningProcess training = RunningProcess.Start(_folder[""], "nohup", Repository.Command, "train", "--depth", "8",
            "--data", "digits", "--epochs", "30", "--fraction", "1/4", "--batch", "64", "--output", "m.safetensors");
        while (!training.HasExited && !File.Exists(_folder["m.safetensors.resume"])) Thread.Sleep(10);
        training.AskToEnd(Hangup);
        training.Wait().Expect(0);
    }

    [Fact]
    public void Resampling_stops()
    {
        var random = new RandomSequence(1, "populations");
        foreach (string name in new[] { "a.npy", "b.npy" })
            NpyFile.Write(_folder[name], [.. Enumerable.Range(0, 40 * 2000).Select(_ => random.Next(4))], 40, 2000);
        NpyFile.Write(_folder["l.npy"], [.. Enumerable.Range(0, 2000).Select(i => i % 4)], 2000);
        Stops(Interrupt, "errors", "--a", "a.npy", "--b", "b.npy", "--labels", "l.npy", "--resamples", "1000000", "--output", "out");
        Assert.Equal(["a.npy", "b.npy", "l.npy"], Directory.GetFileSystemEntries(_folder[""]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_single_batch_of_many_examples_stops()
    {
        NpyFile.Write(_folder["x.npy"], new float[12_000 * 2000].Select((_, i) => (float)Math.Sin(i)).ToArray(), 12_000, 2000);
        Stops(Terminate, "similarity", "x.npy", "x.npy", "--kernel", "rbf:1");
    }

    /// <summary>Whatever it is doing then.</summary>
    private void Stops(int signal, params string[] arguments)
    {
        using RunningProcess command = _folder.StartStrata(arguments);
        command.AwaitHearing();
        Thread.Sleep(1000);
        command.AskToEnd(signal);
        Assert.Contains("Interrupted", command.Wait().Expect(130).Errors, StringComparison.Ordinal);
    }
}
