using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Tests.Training;

/// <summary>What an interrupted training leaves is believed only as far as it can be.</summary>
public sealed class TrainingStateTests : IDisposable
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 3,
        Batch = 16,
        LearningRate = 0.05,
        Precision = Precision.Fp32,
        EvaluateEvery = 3,
    };

    private const string Log = "[{\"epoch\":1,\"epochs\":3,\"loss\":1,\"trainAccuracy\":0,\"testAccuracy\":null,\"learningRate\":0,"
        + "\"seconds\":0,\"imagesPerSecond\":0,\"remainingSeconds\":0}]";

    private readonly TemporaryFolder _folder = new();
    private readonly ImageSet _set = Sets.Stripes(size: 9);
    private readonly ModelSpec _spec = ResNetCifar.Create(8, 1, 4, 3, 9);
    private readonly TrainingFiles _files;
    private readonly byte[] _state;

    public TrainingStateTests()
    {
        Threads.Set(1);
        _files = TrainingFiles.Beside(Path.Combine(_folder.Path, "model.safetensors"));
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(_spec, _set, s_options, _files, new Stop(stop), stop.Token));
        _state = File.ReadAllBytes(_files.Resume);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Stop(CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => stop.Cancel();
    }

    private TrainingResult GoOn() => Trainer.Train(_spec, _set, s_options, _files);

    private UnusableStateException Refused()
    {
        var refused = Assert.Throws<UnusableStateException>(GoOn);
        Assert.StartsWith($"{_files.Resume}: ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("delete this file, or give --restart, to begin anew", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", refused.Message, StringComparison.Ordinal);
        return refused;
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed()
    {
        var random = new RandomSequence(11, "places");
        int header = 8 + BitConverter.ToInt32(_state, 0);
        for (int i = 0; i < 300; i++)
        {
            byte[] flipped = [.. _state];
            // Half of them in the header, which is a small part of the file.
            int at = i % 2 == 0 ? random.Next(header) : random.Next(flipped.Length);
            flipped[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(_files.Resume, flipped);
            Refused();
        }
    }

    [Fact]
    public void A_state_that_is_cut_emptied_or_no_file_is_refused()
    {
        foreach (byte[] other in new[] { [], _state[..7], _state[..500], _state[..^1], [.. _state, 0] })
        {
            File.WriteAllBytes(_files.Resume, other);
            Refused();
        }
        File.Delete(_files.Resume);
        Directory.CreateDirectory(_files.Resume);
        Assert.Contains("is a folder", Refused().Message, StringComparison.Ordinal);
    }

    /// <summary>States of the first version have no checksum: what they say must be possible.</summary>
    [Theory]
    [InlineData("epoch", "{\"steps\":-1}", "-1 steps")]
    [InlineData("epoch", "{\"steps\":100000}", "100000 steps")]
    [InlineData("epoch", "{\"steps\":1,\"right\":99}", "99 right")]
    [InlineData("epoch", "{\"steps\":\"x\"}", "'steps' holds another kind of value than it must")]
    [InlineData("epoch", "{\"steps\":99999999999999}", "'steps' holds another kind of value than it must")]
    [InlineData("epoch", "null", "holds null")]
    [InlineData("epoch", "{", "no state of a training")]
    [InlineData("log", "[null]", "null stands where epoch 1 must")]
    [InlineData("log", "{}", "it holds another kind of value than it must")]
    [InlineData("log", "[{\"epoch\":1}]", "lacks 'epochs'")]
    [InlineData("log", "\"epoch\":1 \"epoch\":2", "epoch 2 of 3 stands where epoch 1 of 3 must")]
    [InlineData("log", "\"trainAccuracy\":0 \"trainAccuracy\":7", "accuracy that is not from 0 to 1")]
    [InlineData("log", "\"loss\":1 \"loss\":1e999", "a number that is not from 0")]
    public void What_cannot_be_is_refused_in_states_without_checksum(string member, string value, string problem)
    {
        SafetensorsContent state = SafetensorsFile.Read(_files.Resume);
        var metadata = state.Metadata.Where(m => m.Key != "checksum").ToDictionary();
        metadata["format"] = "strata training state 1";
        // Either the whole value, or what takes another's place in a log that is right.
        metadata[member] = value.Split(' ') is [var old, var other] ? Log.Replace(old, other, StringComparison.Ordinal) : value;
        SafetensorsFile.Write(_files.Resume, metadata, state.Tensors);
        Assert.Contains(problem, Refused().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_the_first_version_is_gone_on_with()
    {
        TrainingFiles whole = TrainingFiles.Beside(Path.Combine(_folder.Path, "whole.safetensors"));
        Trainer.Train(_spec, _set, s_options, whole);
        SafetensorsContent state = SafetensorsFile.Read(_files.Resume);
        var metadata = state.Metadata.Where(m => m.Key != "checksum").ToDictionary();
        metadata["format"] = "strata training state 1";
        SafetensorsFile.Write(_files.Resume, metadata, state.Tensors);
        GoOn();
        Assert.Equal(File.ReadAllBytes(whole.Weights), File.ReadAllBytes(_files.Weights));
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused()
    {
        SafetensorsContent state = SafetensorsFile.Read(_files.Resume);
        ((float[])state.Tensors["momentum/head.weight"].Values)[3] = float.NaN;
        SafetensorsFile.Write(_files.Resume, state.Metadata.Where(m => m.Key != "checksum").ToDictionary(), state.Tensors, seal: true);
        Assert.Contains("'momentum/head.weight' holds NaN at 3", Refused().Problem, StringComparison.Ordinal);
    }
}
