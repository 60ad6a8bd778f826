using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Strata.Checkpoints;
using Strata.Cli.Doctor;
using Strata.Engine;
using Strata.Models;
using Strata.Processor;
using Strata.Runtime;

namespace Strata.Cli.Commands;

/// <summary><c>strata doctor</c>: what works on this machine, and what would help.</summary>
internal static class DoctorCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object instead of lines." };
        var model = new Argument<string?>("MODEL")
        {
            Description = "A weights file, as inspect takes it: says for each of its operations who computes it here, and why nothing "
                + "faster does.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        SettingOptions<ModelReading> reading = CommonOptions.ModelReading();
        var command = new Command("doctor",
            "Says what works on this machine: native libraries, processor, threads, memory, cache, browser.\n\nExample: "
            + "strata doctor") { model, json, reading };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(model) is { } path)
            {
                Operations(ModelFile.ReadHeader(path, reading.Read(parsed)).Spec, parsed.GetValue(json));
                return ExitCode.Done;
            }
            var report = MachineReport.Collect();
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(report, s_json));
            else
                foreach ((string name, string value) in Lines(report)) Console.WriteLine($"{name,-11} {value}");
            return report.Native.Works && (report.OpenSsl is not null || !OpenSsl.IsNeeded) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static void Operations(ModelSpec spec, bool json)
    {
        bool bf16 = CpuFeatures.Detect().HasFastBf16;
        var all = spec.Graph.Nodes.Select(node => new
        {
            node.Name,
            Operation = node.Operation.GetType().Name,
            node.Shape,
            Inference = Computation.InInference(spec.Graph, node),
            Training = Computation.InTraining(spec.Graph, node, bf16),
        }).ToArray();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(all, s_json));
            return;
        }
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("operation", "", "shape", "inference, fp32", $"training, {(bf16 ? "bf16" : "fp32")}", "why nothing faster");
        table.Columns[0].NoWrap();
        foreach (var node in all)
        {
            string[] why = [.. new[] { node.Inference.WhyNotFaster, node.Training.WhyNotFaster }.OfType<string>().Distinct()];
            table.AddRow(Markup.Escape(node.Name), node.Operation, string.Join(" × ", node.Shape), node.Inference.By, node.Training.By,
                string.Join("; ", why));
        }
        TableOutput.Write(table);
    }

    /// <summary>A line for each kind of convolution: who computes it at how many channels, and how fast beside the other.</summary>
    private static IEnumerable<string> Rates(ProcessorRates? rates)
        => rates is null ? [] : from rate in rates.Kernels
                                group rate by rate.Kind into kind
                                select $"{Name(kind.Key)}: " + string.Join("; ", from rate in kind
                                                                                 group rate by rates.PrefersStrata(rate.Kind, rate.Channels)
                                                                                 into who
                                                                                 select Who(who.Key == true, [.. who]));

    private static string Who(bool strata, KernelRate[] rates)
        => $"{(strata ? "Strata" : "libtorch")} at {string.Join(", ", rates.Select(rate => rate.Channels))} channels"
        + (strata ? $", at {rates.Min(rate => rate.Strata / rate.Libtorch):0.00} to "
            + $"{rates.Max(rate => rate.Strata / rate.Libtorch):0.00} times libtorch's rate" : "");

    private static string Name(KernelKind kind) => kind switch
    {
        KernelKind.ForwardBf16 => "forward, bf16",
        KernelKind.InputGradientBf16 => "gradients of inputs, bf16",
        KernelKind.WeightGradientBf16 => "gradients of weights, bf16",
        KernelKind.ForwardFp32 => "forward, fp32",
        KernelKind.InputGradientFp32 => "gradients of inputs, fp32",
        _ => "gradients of weights, fp32",
    };

    private static IEnumerable<(string Name, string Value)> Lines(MachineReport report)
    {
        yield return ("strata", $"{report.Strata} on .NET {report.DotNet}, {report.OperatingSystem}");
        NativeLibraries native = report.Native;
        yield return ("libtorch", native.Works ? $"{report.LibTorch} works (TorchSharp {report.TorchSharp})"
            : $"does not work: {native.Problem}");
        if (native.Works && native.SymbolVersion == "weak")
            yield return ("", "the C++ library here lacks GLIBCXX_3.4.32; the build's weak mark makes up for it");
        if (native.Help is { } help) yield return ("", help);

        yield return ("onnx", report.OnnxRuntime is { } onnx ? $"OnnxRuntime {onnx} works"
            : "OnnxRuntime does not load here, so that ONNX graphs cannot be opened; all else works");

        if (OpenSsl.IsNeeded)
            yield return ("openssl", report.OpenSsl
                ?? "libssl is missing, from which .NET takes hashes: most commands end without it (on Debian: apt-get install openssl)");

        List<string> features = [];
        if (report.Processor.Avx2) features.Add("AVX2");
        if (report.Processor.Avx512) features.Add("AVX-512");
        if (report.Processor.Avx512Vnni) features.Add("AVX-512 VNNI");
        if (report.Processor.Avx512Bf16) features.Add("AVX-512 bf16");
        if (report.Processor.AmxBf16) features.Add("AMX bf16");
        yield return ("processor",
            $"{report.Processor.Model} ({(features.Count > 0 ? string.Join(", ", features) : "no vector extensions known here")})");
        if (CpuFeatures.HidesCaches)
            yield return ("", "it hides its caches, as virtual machines may, and libtorch's convolutions then give wrong numbers: matrix "
                + "products stand in for them");
        yield return ("class", report.ProcessorClass is not { } known
            ? "none that Strata knows: the processor's features decide who computes"
            : report.Rates is { } rates ? $"{known}: rates measured on {rates.Measured} decide who computes"
            : $"{known}: not measured yet, so that the processor's features decide who computes");
        foreach (string rate in Rates(report.Rates)) yield return ("", rate);
        string[] used = [.. report.Kernels.Where(kernel => kernel.Problem is null).Select(kernel => kernel.Kernel)];
        yield return ("kernels", used.Length > 0 ? string.Join(", ", used) : "portable ones only");
        foreach (Capability kernel in report.Kernels)
            if (kernel.Problem is { } problem) yield return ("", $"not used here: {kernel.Kernel} ({problem})");
        yield return ("precision", report.AutomaticPrecision == "bf16"
            ? "auto trains in bf16, for which the processor has fast instructions"
            : "auto trains in fp32: bf16 would be slower on this processor");
        yield return ("threads",
            $"{report.Threads}{(report.OmpNumThreads is not null ? $" (OMP_NUM_THREADS; the system has {report.Cores})"
                : report.SlurmCpusPerTask is { } slurm ? $" (Slurm allots {slurm}, the system {report.Cores})" : "")}");
        yield return ("device", "cpu");
        yield return ("memory",
            MachineMemory.Gibibytes(report.Memory)
            + (report.MemoryAvailable is { } free ? $", {MachineMemory.Gibibytes(free)} available" : ""));
        yield return ("cache", report.Cache is null
            ? "none: there is no home folder, so image sets are decoded at every start; set XDG_CACHE_HOME"
            : report.CacheWritable ? report.Cache
            : $"{report.Cache} cannot be written, so image sets are decoded at every start; set XDG_CACHE_HOME");
        yield return ("browser", report.Browser
            ?? "none found; the page of a study needs one to be read (on Debian: apt-get install chromium)");
    }
}
