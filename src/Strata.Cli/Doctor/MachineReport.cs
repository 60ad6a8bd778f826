using System.Globalization;
using Strata.Onnx;
using Strata.Processor;
using Strata.Runtime;

namespace Strata.Cli.Doctor;

/// <summary>What this machine offers and what works on it.</summary>
internal sealed record MachineReport
{
    public required string Strata { get; init; }
    public required string DotNet { get; init; }
    public required string OperatingSystem { get; init; }
    public required string TorchSharp { get; init; }
    public required string LibTorch { get; init; }
    public required NativeLibraries Native { get; init; }

    /// <summary>Version of the library that runs ONNX graphs; null where it does not load.</summary>
    public required string? OnnxRuntime { get; init; }

    /// <summary>The file of OpenSSL; null where there is none, or none is needed.</summary>
    public required string? OpenSsl { get; init; }

    public required CpuFeatures Processor { get; init; }

    /// <summary>Processors that compute like this one; null: none is known.</summary>
    public required string? ProcessorClass { get; init; }

    /// <summary>What was measured on that class, by which Strata chooses who computes; null: nothing, its features decide.</summary>
    public required ProcessorRates? Rates { get; init; }

    /// <summary>Kinds of kernels that not every machine runs, each with what it needs and why it is not used here.</summary>
    public required IReadOnlyList<Capability> Kernels { get; init; }

    /// <summary>What <c>--precision auto</c> trains in.</summary>
    public required string AutomaticPrecision { get; init; }

    /// <summary>Threads that Strata takes where <c>--threads</c> does not say.</summary>
    public required int Threads { get; init; }

    /// <summary>Cores this process may run on, less what a cgroup quota takes.</summary>
    public required int Cores { get; init; }

    public required int? SlurmCpusPerTask { get; init; }

    /// <summary>What the variable of this name asks for.</summary>
    public required int? OmpNumThreads { get; init; }

    /// <summary>Bytes that this process may use: the machine's, or a container's limit.</summary>
    public required long Memory { get; init; }

    /// <summary>Bytes free now; null where the system does not say.</summary>
    public required long? MemoryAvailable { get; init; }

    /// <summary>Where decoded image sets are kept; null where there is no home folder.</summary>
    public required string? Cache { get; init; }

    public required bool CacheWritable { get; init; }

    /// <summary>The first browser on the path.</summary>
    public required string? Browser { get; init; }

    public static MachineReport Collect()
    {
        CpuFeatures processor = CpuFeatures.Detect();
        var known = global::Strata.Processor.ProcessorClass.Of(processor);
        RunEnvironment versions = RunEnvironment.Capture(threads: 1);
        string? cache = CacheFolder.Locate();
        return new()
        {
            Strata = versions.Strata,
            DotNet = versions.DotNet,
            OperatingSystem = versions.OperatingSystem,
            TorchSharp = versions.TorchSharp!,
            LibTorch = versions.LibTorch!,
            Native = NativeLibraries.Check(),
            OnnxRuntime = OnnxVersion(),
            OpenSsl = Doctor.OpenSsl.Find(),
            Processor = processor,
            ProcessorClass = known?.Name,
            Rates = known?.Rates,
            Kernels = Capability.All,
            AutomaticPrecision = processor.HasFastBf16 ? "bf16" : "fp32",
            Threads = Runtime.Threads.Available(),
            Cores = Environment.ProcessorCount,
            SlurmCpusPerTask = Runtime.Threads.Slurm,
            OmpNumThreads = Runtime.Threads.OpenMp,
            Memory = MachineMemory.Bytes,
            MemoryAvailable = AvailableMemory(),
            Cache = cache,
            CacheWritable = cache is not null && IsWritable(cache),
            Browser = OnPath("chromium", "chromium-browser", "google-chrome", "firefox"),
        };
    }

    private static string? OnnxVersion()
    {
        try
        {
            return OnnxNetwork.Runtime;
        }
        catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static long? AvailableMemory()
    {
        const string File = "/proc/meminfo", Field = "MemAvailable:";
        if (!System.IO.File.Exists(File)) return null;
        string? line = System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith(Field, StringComparison.Ordinal));
        string? amount = line?[Field.Length..].Replace("kB", "").Trim();
        return long.TryParse(amount, CultureInfo.InvariantCulture, out long kilobytes)
            ? kilobytes * 1024 : null;
    }

    private static bool IsWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".{Path.GetRandomFileName()}");
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? OnPath(params string[] programs)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries);
        return programs.SelectMany(program => folders.Select(folder => Path.Combine(folder, program))).FirstOrDefault(File.Exists);
    }
}
