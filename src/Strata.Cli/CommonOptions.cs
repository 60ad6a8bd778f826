using System.CommandLine;
using System.CommandLine.Completions;
using Strata.Checkpoints;
using Strata.Cli.Completion;
using Strata.Data;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Cli;

/// <summary>Options that several commands share, under one name and with one meaning.</summary>
internal static class CommonOptions
{
    public static Option<string> Data(bool required)
    {
        var option = new Option<string>("--data") { Description = $"{ImageSets.Sources}.", Required = required };
        option.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var source }] && ImageSets.Problem(source) is { } problem)
                given.AddError(problem);
        });
        option.CompletionSources.Add(_ => ImageSets.Starts.Select(start => new CompletionItem(start)));
        return option;
    }

    /// <summary>What can be said of a model beside its file.</summary>
    public static SettingOptions<ModelReading> ModelReading() => new(new(), Checkpoints.ModelReading.Settings);

    /// <summary>What MODEL may be.</summary>
    public const string Model = "A weights file: Strata's own, or PyTorch's (.pt, .pth, .th) or safetensors of a network that is known.";

    /// <summary>What MODEL may be where a network is only looked at.</summary>
    public const string AnyModel = $"{Model} Or an ONNX graph (.onnx).";

    public static Option<bool> NoCache { get; } = new("--no-cache")
    {
        Description = "Read the images again even where a decoded copy is kept, and replace the copy.",
    };

    /// <summary>Which images of a set are read, and whether they are held in memory.</summary>
    public static SettingOptions<ImageReading> ImageReading { get; } = new(new(), ImageReadingSettings.All);

    public static Option<string> Precision()
    {
        var option = new Option<string>("--precision")
        {
            Description = "auto, fp32 or bf16: the number format of convolutions in training.",
            DefaultValueFactory = _ => "auto"
        };
        option.AcceptOnlyFromAmong("auto", "fp32", "bf16");
        return option;
    }

    /// <summary>The same for what is computed in one way only, whose reason is told to who asks for another.</summary>
    /// <param name="reason">Such as <c>networks run in fp32</c>.</param>
    public static Option<string> OnlyFp32(string reason)
    {
        var option = new Option<string>("--precision") { Description = $"auto or fp32: {reason}.", DefaultValueFactory = _ => "auto" };
        option.CompletionSources.Add("auto", "fp32");
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not ("auto" or "fp32"))
                result.AddError($"--precision: {Foreign.Quoted(result.GetValueOrDefault<string>())} is not auto or fp32; {reason}");
        });
        return option;
    }

    public static Option<string[]> Sets() => new("--set")
    {
        Description = "Puts a value into the study, such as training.epochs=2 or models[0].seeds=1.",
        HelpName = "path=value",
        CompletionSources = { _ => StudyPaths.All().Select(path => new CompletionItem(path)) },
    };

    public static Option<long> Seed() => new("--seed") { Description = "Fixes everything that is random.", DefaultValueFactory = _ => 0 };

    public static Option<int?> Threads()
    {
        var option = new Option<int?>("--threads")
        {
            Description = $"Threads that compute, from 1 to {Runtime.Threads.Most} "
                + "[default: OMP_NUM_THREADS, else all this process may use]."
        };
        option.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int?>() is { } threads && Runtime.Threads.Problem(threads) is { } problem)
                given.AddError($"--threads: {problem}");
        });
        return option;
    }

    public static void UseThreads(int? threads, bool tensors = true)
    {
        int used = threads ?? Runtime.Threads.Available();
        if (tensors) Runtime.Threads.Set(used);
        else Runtime.Threads.SetWithoutTensors(used);
    }

    /// <summary>Where notes such as 'decoding …' go: standard error, or nowhere with --quiet.</summary>
    public static Action<string>? Say(ParseResult parsed) => parsed.GetValue(GlobalOptions.Quiet) ? null : Console.Error.WriteLine;

    public static Precision ParsePrecision(string text) => Enum.Parse<Precision>(text, ignoreCase: true);
}
