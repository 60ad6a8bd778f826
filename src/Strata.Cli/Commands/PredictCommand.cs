using System.CommandLine;
using Strata.Activations;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Data;

namespace Strata.Cli.Commands;

/// <summary><c>strata predict</c>: a model's probabilities on the test images.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = CommonOptions.AnyModel };
        Option<string> data = CommonOptions.Data(required: true);
        var output = new Option<string>("--output")
        {
            Description = "The .npy file to write: float32 [examples, classes].",
            Required = true
        };
        var logits = new Option<bool>("--logits") { Description = "Logits instead of probabilities." };
        Option<string> precision = CommonOptions.OnlyFp32("predictions are made in fp32");
        Option<int?> threads = CommonOptions.Threads();
        SettingOptions<ModelReading> reading = CommonOptions.ModelReading();
        var command = new Command("predict",
            "Writes class probabilities for the test images.\n\nExample: strata predict model.safetensors --data digits --output "
            + "predictions.npy")
        {
            model, data, CommonOptions.NoCache, CommonOptions.ImageReading, output, logits, reading, precision, threads,
        };
        command.SetAction((parsed, stop) =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads));
            OutputFiles.RequireApart([("--output", parsed.GetValue(output)!)], ("MODEL", parsed.GetValue(model)),
                ("--data", ImageSets.PathOf(parsed.GetValue(data)!)));
            OutputFiles.RequireOutside(parsed.GetValue(data)!, ("--output", parsed.GetValue(output)!));
            OutputFiles.Require(parsed.GetValue(output)!);
            ImageSet set = LoadingDisplay.Load(parsed, parsed.GetValue(data)!, stop);
            using IClassifier trained = ModelSource.Open(parsed.GetValue(model)!, set, TrainedModel.Batch, reading.Read(parsed),
                CommonOptions.Say(parsed));
            float[] values = parsed.GetValue(logits) ? trained.Logits(stop) : trained.Probabilities(stop);
            NpyFile.Write(parsed.GetValue(output)!, values, set.Test.Count, values.Length / set.Test.Count);
            string accuracy = trained.Classes == set.Classes.Count
                ? $"accuracy {TrainedModel.AccuracyOf(values, set):P2}"
                : $"no accuracy, for the model has {trained.Classes} classes and {set.Name} has {set.Classes.Count}";
            Console.WriteLine($"{parsed.GetValue(output)}: {set.Test.Count} examples, {accuracy}{LeftOut.Of(set)}");
            if (trained.Classes == set.Classes.Count)
                Learned.Tell(parsed, trained.Name, TrainedModel.AccuracyOf(values, set), set, Learned.OnOtherImages);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
