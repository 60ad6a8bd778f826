using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;

namespace Strata.Cli.Doctor;

/// <summary>Whether libtorch works in this process, and if not, why not.</summary>
/// <param name="Works">Whether libtorch loaded and computed.</param>
/// <param name="SymbolVersion">Linux: <c>present</c> where the C++ library has the version that TorchSharp's binding names, <c>weak</c>
/// where the build's mark makes up for it, <c>missing</c> where it does not.</param>
/// <param name="Cuda">Whether libtorch can use a CUDA device.</param>
/// <param name="Problem">What the loader said.</param>
/// <param name="Help">What would help.</param>
internal sealed record NativeLibraries(bool Works, string? SymbolVersion, bool Cuda, string? Problem, string? Help)
{
    private const string Version = "GLIBCXX_3.4.32";

    public static NativeLibraries Check()
    {
        bool? hostHasVersion = OperatingSystem.IsLinux() ? HostHasVersion() : null;
        string? problem;
        try
        {
            // Asked first, for TorchSharp replaces the loader's words by a guess at a missing package and then copies half a gigabyte
            // about.
            problem = LoaderProblem();
            if (problem is null)
                return new(true, hostHasVersion switch { null => null, true => "present", false => "weak" }, Compute(), null, null);
        }
#pragma warning disable CA1031 // Whatever stops libtorch is what this is here to report.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            while (failure is TypeInitializationException && failure.InnerException is { } inner) failure = inner;
            problem = FirstLine(failure.Message);
        }
        return new(false, hostHasVersion switch { null => null, true => "present", false => "missing" }, false, problem, Advice(problem));
    }

    private static string? LoaderProblem()
    {
        string file = OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib"
            : "libLibTorchSharp.so";
        string path = Path.Combine(AppContext.BaseDirectory, file);
        if (!File.Exists(path)) return $"{path} is missing";
        try
        {
            NativeLibrary.Load(path);
            return null;
        }
        catch (Exception refused) when (refused is DllNotFoundException or BadImageFormatException)
        {
            // A general sentence, then a line per attempt; ours is the first.
            string[] lines = refused.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return lines.FirstOrDefault(line => line.Contains(Version, StringComparison.Ordinal)) ?? lines.ElementAtOrDefault(1)
                ?? lines[0];
        }
    }

    /// <summary>In a method of its own: the types of TorchSharp load libtorch when they are first touched.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Compute()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        float sum = torch.ones(2, 2).sum().item<float>();
        if (sum != 4) throw new InvalidOperationException($"libtorch loads but computes 1 + 1 + 1 + 1 = {sum}");
        return torch.cuda.is_available();
    }

    private static string Advice(string problem)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 && !OperatingSystem.IsMacOS())
            return "Only x64 processors have a libtorch package for this system.";
        if (problem.Contains(Version, StringComparison.Ordinal))
            return "Build again with `dotnet build -c Release` on Linux: the build marks this need as weak (build/NativeCompat.targets).";
        return "Build again with `dotnet build -c Release`, and keep the whole output folder together.";
    }

    /// <summary>Looks into the C++ library that this process uses (.NET itself needs it); null where it cannot be found.</summary>
    private static bool? HostHasVersion()
    {
        try
        {
            string? library = File.ReadLines("/proc/self/maps").Where(line => line.Contains("/libstdc++.so", StringComparison.Ordinal))
                .Select(line => line[line.IndexOf('/')..]).FirstOrDefault();
            return library is null ? null : File.ReadAllBytes(library).AsSpan().IndexOf(Encoding.ASCII.GetBytes(Version + "\0")) >= 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
