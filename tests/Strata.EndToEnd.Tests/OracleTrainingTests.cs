using System.Text.Json;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Training;

namespace Strata.EndToEnd.Tests;

/// <summary>PyTorch's autograd and optimizer, from the same weights and batches, must go the same way.</summary>
public sealed class OracleTrainingTests
{
    /// <summary>Of an epoch's mean loss, relative; rounding grows from step to step, so the training is short.</summary>
    private const double LossTolerance = 1e-4;

    /// <summary>Of a tensor's change over the training, relative to the largest change in it.</summary>
    private const double WeightTolerance = 1e-2;

    [Theory]
    [InlineData("digits", 14, true)]
    [InlineData("digits", 14, false)]
    [InlineData("thumbs", 20, true)]
    public void Training_in_fp32_follows_PyTorch_step_by_step(string data, int depth, bool residual)
    {
        const int Batch = 32, Epochs = 3, Seed = 11;
        using var folder = new WorkFolder();
        ImageSet set = ImageSets.Load(data);
        var options = new TrainingOptions
        {
            Epochs = Epochs,
            Batch = Batch,
            Seed = Seed,
            Fraction = Fraction.Parse(data == "digits" ? "1/8" : "1/16"),
            Augment = Augmentation.None,
            Precision = Precision.Fp32
        };
        ModelSpec spec = ModelSpecs.Create("resnet-cifar", depth, 1, set.Classes.Count, set.Channels, set.Height, residual);
        UntrainedControl.Write(spec, set, options, folder["initial.safetensors"]);
        // A training starts from statistics of 0 and 1, not from those of the untrained control.
        SafetensorsFile.Write(folder["initial.safetensors"], spec.Metadata,
            SafetensorsFile.Read(folder["initial.safetensors"]).Tensors.Select(tensor =>
                KeyValuePair.Create(tensor.Key, AtStart(tensor.Key, tensor.Value))));
        int[] subset = Subsets.Choose(set.Train, set.Classes.Count, options.Fraction, options.Subset, Seed);
        int steps = subset.Length / Batch;
        int[] order = [.. Enumerable.Range(1, Epochs).SelectMany(epoch => BatchOrder.Epoch(subset.Length, Seed, epoch).Take(steps * Batch))
            .Select(i => subset[i])];
        NpyFile.Write(folder["order.npy"], order, steps * Epochs, Batch);

        folder.Strata(["train", "--depth", $"{depth}", "--width", "1", "--data", data, "--seed", $"{Seed}", "--epochs", $"{Epochs}",
            "--batch", $"{Batch}", "--fraction", $"{options.Fraction}",
            "--augment", "none", "--precision", "fp32", "--output", "m.safetensors", .. residual ? Array.Empty<string>()
                : ["--no-residual"]]).Expect(0);
        folder.Strata("data", "export", data, "--split", "train", "--images", "images.npy", "--labels", "labels.npy").Expect(0);
        folder.Oracle("train.py", ["--images", "images.npy", "--labels", "labels.npy", "--initial", "initial.safetensors", "--order",
            "order.npy", "--depth", $"{depth}", "--epochs", $"{Epochs}",
            "--bn-momentum", "0.1", "--losses", "losses.npy", "--weights", "oracle.safetensors", .. residual ? Array.Empty<string>()
                : ["--no-residual"]]);

        double[] losses;
        using (NpyReader array = NpyFile.Open(folder["losses.npy"])) losses = array.ReadAll();
        double[] told = [.. File.ReadLines(folder["m.safetensors.training.jsonl"])
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("loss").GetDouble())];
        double[] expected = [.. losses.Chunk(steps).Select(epoch => epoch.Average())];
        Assert.Equal(Epochs, told.Length);
        Assert.All(told.Zip(expected),
            pair => Assert.InRange(pair.First, pair.Second * (1 - LossTolerance), pair.Second * (1 + LossTolerance)));

        IReadOnlyDictionary<string, TensorData> initial = SafetensorsFile.Read(folder["initial.safetensors"]).Tensors,
            ours = SafetensorsFile.Read(folder["m.safetensors"]).Tensors;
        foreach ((string name, TensorData theirs) in SafetensorsFile.Read(folder["oracle.safetensors"]).Tensors)
        {
            float[] start = (float[])initial[name].Values, mine = (float[])ours[name].Values, right = (float[])theirs.Values;
            // A bias before a batch norm has a gradient of nothing but rounding: it stays put in both.
            double scale = Math.Max(right.Zip(start).Max(p => Math.Abs((double)p.First - p.Second)), 1e-4);
            double worst = mine.Zip(right).Max(p => Math.Abs((double)p.First - p.Second));
            Assert.True(worst <= WeightTolerance * scale, $"{name}: off by {worst:g3}, having moved by up to {scale:g3}");
        }
    }

    private static TensorData AtStart(string name, TensorData tensor) => name.Split('.')[^1] switch
    {
        "running_mean" => tensor with { Values = new float[tensor.Values.Length] },
        "running_var" => tensor with { Values = Enumerable.Repeat(1f, tensor.Values.Length).ToArray() },
        _ => tensor,
    };
}
