using System.Globalization;
using System.Text.Json;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Training;

namespace Strata.EndToEnd.Tests;

/// <summary>PyTorch's autograd and optimizer, from the same weights and batches, must go the same way.</summary>
public sealed class OracleTrainingTests
{
    /// <summary>
    /// How much further than PyTorch's own trainings in fp32 another one may be from that in float64. All of them differ from it by
    /// rounding that grows from step to step by the same factors, and end apart by numbers of the same distribution.
    /// </summary>
    private const double Multiple = 8;

    /// <summary>
    /// Trainings in fp32 that start a rounding apart, whose largest difference stands for what rounding does: three of them seldom all miss
    /// by an order.
    /// </summary>
    private const int Trainings = 3;

    /// <summary>
    /// Rounding of one pass, below which differences mean nothing: relative to a loss, or to the largest change within a tensor.
    /// </summary>
    private const double LossRounding = 1e-6, WeightRounding = 1e-4;

    /// <summary>
    /// At which trainings that differ in rounding stay together. At .01, a ReLU that opens in one and stays shut in the other sends them
    /// apart: with one thread instead of two and nothing else changed, 11 of 20 seeds of ResNet-20-1x on thumbs ended with losses 2e-6 to
    /// 1e-2 apart; at .001 all 14 that were tried ended within 5e-7.
    /// </summary>
    private const string Rate = "1e-3";

    [Theory]
    [InlineData("digits", 14, true)]
    [InlineData("digits", 14, false)]
    [InlineData("thumbs", 20, true)]
    public void Training_in_fp32_follows_PyTorch_step_by_step(string data, int depth, bool residual)
        => Follow(data, depth, residual, [], [], Largest);

    /// <summary>
    /// The root mean square where a single weight may go another way: AdamW's first steps are of one size whatever the gradient, so that a
    /// gradient of nothing but rounding decides by its sign.
    /// </summary>
    [Theory]
    [InlineData("--nesterov", "--optimizer nesterov")]
    [InlineData("--optimizer adamw --weight-decay 0.05", "--optimizer adamw --decay 0.05")]
    [InlineData("--schedule step --milestones 1,2 --warm-up 1", "--milestones 1,2 --warm-up 1")]
    [InlineData("--warm-up 1 --label-smoothing 0.1 --normalize 0.3/0.37", "--warm-up 1 --label-smoothing 0.1 --normalize 0.3/0.37")]
    public void Every_way_of_training_follows_PyTorch(string options, string oracle)
        => Follow("digits", 8, residual: true, options.Split(' '), oracle.Split(' '), RootMeanSquare);

    private static void Follow(string data, int depth, bool residual, string[] more, string[] oracle,
        Func<TensorData, TensorData, double> apart)
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
        ModelSpec spec = ResNetCifar.Create(depth, 1, set.Classes.Count, set.Channels, set.Height, residual);
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
            "--learning-rate", Rate, "--augment", "none", "--precision", "fp32", "--output", "m.safetensors", .. more, .. residual
                ? Array.Empty<string>()
                : ["--no-residual"]]).Expect(0);
        folder.Strata("data", "export", data, "--split", "train", "--images", "images.npy", "--labels", "labels.npy").Expect(0);
        oracle = ["--decay", options.WeightDecay.ToString(CultureInfo.InvariantCulture), .. oracle];
        (double[] exact, IReadOnlyDictionary<string, TensorData> right) = Oracle(folder, depth, residual, Epochs, ["--double", .. oracle]);
        (double[] Losses, IReadOnlyDictionary<string, TensorData> Weights)[] rounded =
            [.. Enumerable.Range(0, Trainings).Select(seed => Oracle(folder, depth, residual, Epochs, ["--nudge", $"{seed}", .. oracle]))];

        double[] told = [.. File.ReadLines(folder["m.safetensors.training.jsonl"])
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("loss").GetDouble())];
        Assert.Equal(Epochs, told.Length);
        double allowed = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            // What has come apart stays apart, even where two losses happen to be equal again.
            allowed = Math.Max(allowed, Multiple * rounded.Max(other => Math.Abs(other.Losses[epoch] - exact[epoch])));
            double off = Math.Abs(told[epoch] - exact[epoch]), bound = allowed + LossRounding * exact[epoch];
            Assert.True(off <= bound, $"epoch {epoch + 1}: loss {told[epoch]}, expected {exact[epoch]} to {bound:g3}");
        }

        IReadOnlyDictionary<string, TensorData> initial = SafetensorsFile.Read(folder["initial.safetensors"]).Tensors,
            ours = SafetensorsFile.Read(folder["m.safetensors"]).Tensors;
        foreach ((string name, TensorData tensor) in right)
        {
            // A bias before a batch norm has a gradient of nothing but rounding: it stays put in both.
            double moved = Math.Max(apart(tensor, initial[name]), 1e-4), off = apart(tensor, ours[name]);
            double bound = Multiple * rounded.Max(other => apart(tensor, other.Weights[name])) + WeightRounding * moved;
            Assert.True(off <= bound, $"{name}: off by {off:g3}, allowed {bound:g3}, having moved by up to {moved:g3}");
            // A bound as wide as the way itself would say nothing.
            Assert.True(bound < .5 * moved || moved <= 1e-4, $"{name}: {bound:g3} is allowed, having moved by up to {moved:g3}");
        }
    }

    /// <summary>Mean losses of epochs, and the weights after them.</summary>
    private static (double[] Losses, IReadOnlyDictionary<string, TensorData> Weights) Oracle(
        WorkFolder folder, int depth, bool residual, int epochs, string[] arguments)
    {
        folder.Oracle("train.py", ["--images", "images.npy", "--labels", "labels.npy", "--initial", "initial.safetensors",
            "--order", "order.npy", "--depth", $"{depth}", "--epochs", $"{epochs}", "--bn-momentum", "0.1",
            "--rate", Rate, "--losses", "losses.npy", "--weights", "oracle.safetensors",
            .. arguments, .. residual ? Array.Empty<string>() : ["--no-residual"]]);
        using NpyReader array = NpyFile.Open(folder["losses.npy"]);
        double[] losses = array.ReadAll();
        double[] means = [.. losses.Chunk(losses.Length / epochs).Select(epoch => epoch.Average())];
        return (means, SafetensorsFile.Read(folder["oracle.safetensors"]).Tensors);
    }

    /// <summary>The largest difference between two tensors' entries.</summary>
    private static double Largest(TensorData a, TensorData b) => Differences(a, b).Max(Math.Abs);

    private static double RootMeanSquare(TensorData a, TensorData b) => Math.Sqrt(Differences(a, b).Average(d => d * d));

    private static IEnumerable<double> Differences(TensorData a, TensorData b)
        => ((float[])a.Values).Zip((float[])b.Values, (x, y) => (double)x - y);

    private static TensorData AtStart(string name, TensorData tensor) => name.Split('.')[^1] switch
    {
        "running_mean" => tensor with { Values = new float[tensor.Values.Length] },
        "running_var" => tensor with { Values = Enumerable.Repeat(1f, tensor.Values.Length).ToArray() },
        _ => tensor,
    };
}
