using System.Globalization;
using System.Text.Json;

namespace Strata.EndToEnd.Tests;

/// <summary>The options of a training, from the command line to what is made.</summary>
public class TrainingOptionsTests
{
    [Fact]
    public void A_snapshot_is_a_model_for_every_command()
    {
        using var folder = new WorkFolder();
        folder.Strata("train", "--depth", "8", "--data", "digits", "--epochs", "2", "--batch", "64", "--fraction", "1/4",
            "--normalize", "set", "--snapshots", "every:1", "--output", "m.safetensors").Expect(0);
        Assert.Contains("m.epoch1.safetensors", folder.Files);
        string last = Accuracy("m.safetensors");
        Assert.Equal(last, Accuracy("m.epoch2.safetensors"));
        folder.Strata("inspect", "m.epoch1.safetensors").Expect(0);
        folder.Strata("compare", "m.epoch1.safetensors", "m.safetensors", "--data", "digits", "--passes", "1", "--layers", "add",
            "--output", "c").Expect(0);
        folder.Strata("prune", "m.epoch1.safetensors", "--data", "digits", "--stage", "0", "--keep", "0", "--output", "p.safetensors")
            .Expect(0);

        string Accuracy(string model)
        {
            string told = folder.Strata("predict", model, "--data", "digits", "--output", "p.npy").Expect(0).Output;
            return told[told.IndexOf("accuracy", StringComparison.Ordinal)..];
        }
    }

    /// <summary>TensorBoard's own reader, or one by the formats' definitions, finds what the log says, each epoch once.</summary>
    [Fact]
    public void TensorBoard_reads_what_the_log_says()
    {
        const string Python = "/usr/bin/python3";
        Needs.Installed(File.Exists(Python), $"there is no {Python}");
        using var folder = new WorkFolder();
        string[] train = ["train", "--depth", "8", "--data", "digits", "--epochs", "4", "--evaluate-every", "2", "--batch", "64",
            "--fraction", "1/4", "--tensorboard", "--output", "m.safetensors"];
        using (RunningProcess killed = folder.StartStrata(train))
        {
            while (!killed.HasExited && !File.Exists(folder["m.safetensors.resume"])) Thread.Sleep(2);
            killed.Kill();
        }
        folder.Strata(train).Expect(0);
        string[][] read = [.. RunningProcess.Run(folder["."], Python, Repository.Oracle("events.py"), "m.safetensors.tensorboard").Expect(0)
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
        JsonElement[] log = [.. File.ReadLines(folder["m.safetensors.training.jsonl"])
            .Select(line => JsonDocument.Parse(line).RootElement)];
        foreach ((string tag, string member) in new[] { ("loss", "loss"), ("accuracy/train", "trainAccuracy"),
            ("accuracy/test", "testAccuracy"), ("learning_rate", "learningRate"), ("images_per_second", "imagesPerSecond") })
        {
            (int, float)[] expected = [.. log.Where(e => e.GetProperty(member).ValueKind == JsonValueKind.Number)
                .Select(e => (e.GetProperty("epoch").GetInt32(), (float)e.GetProperty(member).GetDouble()))];
            Assert.Equal(tag == "accuracy/test" ? 2 : 4, expected.Length);
            Assert.Equal(expected, read.Where(line => line[1] == tag)
                .Select(line => (int.Parse(line[2], CultureInfo.InvariantCulture), float.Parse(line[3], CultureInfo.InvariantCulture))));
        }
        double[] times = [.. read.Where(line => line[1] == "loss").Select(line => double.Parse(line[0], CultureInfo.InvariantCulture))];
        Assert.Equal(times.Order(), times);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1e3 - times[^1], 0, 600);
    }

    [Theory]
    [InlineData("--warm-up 5 --epochs 5", "--warm-up: 5 epochs are not fewer than all 5")]
    [InlineData("--milestones 2,9 --schedule step --epochs 5", "--milestones: 9 is not before the last epoch, 5")]
    [InlineData("--schedule step", "--milestones: the schedule step needs some")]
    [InlineData("--optimizer adamw --nesterov", "--nesterov: goes with the optimizer sgd alone")]
    [InlineData("--snapshots 3,4 --epochs 3", "--snapshots: 4 comes after the last epoch, 3")]
    [InlineData("--snapshots every", "--snapshots: 'every' is not epochs such as 1,3,5,10, or every:5")]
    [InlineData("--milestones 2,x", "--milestones: [1]: 'x' is not a whole number from 1 to 1000000")]
    [InlineData("--label-smoothing 1", "--label-smoothing: 1 is not a number from 0 and below 1")]
    [InlineData("--optimizer adam", "--optimizer: 'adam' is unknown; did you mean 'adamw'?")]
    [InlineData("--epochs 0 --batch 1", "--batch: 1 is not a whole number from 2 to 65536")]
    [InlineData("--normalize 0.5,0.5/0.2,0.2", "normalize: 0.5,0.5/0.2,0.2 is for 2 channels, the images have 1")]
    [InlineData("--augment crop-flip --snapshots 1 --output /dev/null", "--snapshots: are kept beside --output, which is a device")]
    public void What_is_wrong_is_told_with_the_options_name_its_value_and_its_range(string options, string message)
    {
        using var folder = new WorkFolder();
        string[] output = options.Contains("--output", StringComparison.Ordinal) ? [] : ["--output", "m.safetensors"];
        RunResult result = folder.Strata(["train", "--depth", "8", "--data", "digits", .. options.Split(' '), .. output]).Expect(2);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_says_what_every_option_may_be()
    {
        using var folder = new WorkFolder();
        // Lines are broken where the terminal ends.
        string help = string.Join(' ', folder.Strata("train", "--help").Expect(0).Output.Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("[a whole number from 2 to 65536] [default: 128]", help, StringComparison.Ordinal);
        Assert.Contains("[sgd or adamw] [default: sgd]", help, StringComparison.Ordinal);
    }
}
