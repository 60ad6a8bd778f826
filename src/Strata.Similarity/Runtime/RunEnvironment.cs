using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Serialization;
using Strata.Processor;

namespace Strata.Runtime;

/// <summary>On what a result was made: everything beside inputs and options that can change its bits or its speed.</summary>
public sealed record RunEnvironment
{
    /// <summary>Processor features that decide which kernels run, under Linux' names.</summary>
    private static readonly string[] s_features = ["avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "amx_bf16", "asimd",
        "bf16", "sve"];

    public required string Strata { get; init; }

    /// <summary>Of the sources that Strata was built from; null where that is not known.</summary>
    public string? Commit { get; init; }

    /// <summary>Null where the program has no libtorch.</summary>
    public string? TorchSharp { get; init; }

    /// <inheritdoc cref="TorchSharp"/>
    public string? LibTorch { get; init; }

    public required string DotNet { get; init; }
    public required string OperatingSystem { get; init; }

    /// <summary>The processor's name with family and model.</summary>
    public required string Processor { get; init; }

    public required IReadOnlyList<string> ProcessorFeatures { get; init; }

    /// <summary>Threads that computed in the process that made the result.</summary>
    public required int Threads { get; init; }

    public required string Device { get; init; }

    /// <summary>Versions in words, with the commit.</summary>
    [JsonIgnore]
    public string Versions
        => $"Strata {Strata}{(Commit is { Length: > 10 } ? $" (commit {Commit[..10]})" : "")}, "
            + (LibTorch is null ? "" : $"TorchSharp {TorchSharp}, libtorch {LibTorch}, ") + $".NET {DotNet}";

    /// <summary>The machine in words.</summary>
    [JsonIgnore]
    public string Machine => $"{Processor} ({string.Join(", ", ProcessorFeatures)}), {OperatingSystem}";

    /// <param name="threads">Null: as many as libtorch, or where there is none our own kernels, use in this process.</param>
    public static RunEnvironment Capture(int? threads = null) => new()
    {
        Strata = VersionOf(typeof(RunEnvironment).Assembly)[0],
        Commit = VersionOf(typeof(RunEnvironment).Assembly).ElementAtOrDefault(1),
        TorchSharp = Libtorch.Here?.TorchSharp,
        LibTorch = Libtorch.Here?.Version,
        DotNet = Environment.Version.ToString(),
        OperatingSystem = RuntimeInformation.OSDescription,
        Processor = CpuFeatures.Detect().Model,
        ProcessorFeatures = Features(),
        Threads = threads ?? Libtorch.Here?.Threads ?? Runtime.Threads.Current,
        Device = "cpu",
    };

    /// <summary>The version, and the commit where there is one.</summary>
    internal static string[] VersionOf(Assembly assembly)
        => (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? $"{assembly.GetName().Version}").Split('+');

    private static string[] Features()
    {
        if ((ProcessorLine("flags") ?? ProcessorLine("Features"))?.Split(' ').ToHashSet() is { } flags)
            return [.. s_features.Where(flags.Contains)];
        var found = new List<string>();
        if (Avx2.IsSupported) found.Add("avx2");
        if (Fma.IsSupported) found.Add("fma");
        if (Avx512F.IsSupported) found.Add("avx512f");
        if (AdvSimd.IsSupported) found.Add("asimd");
        return [.. found];
    }

    /// <summary>The first value of a field in Linux' description of the processors; null elsewhere.</summary>
    private static string? ProcessorLine(string field)
    {
        const string File = "/proc/cpuinfo";
        if (!System.IO.File.Exists(File)) return null;
        return System.IO.File.ReadLines(File).Select(line => line.Split(':', 2))
            .FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == field)?[1].Trim();
    }
}
