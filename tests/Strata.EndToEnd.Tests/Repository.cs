using System.Reflection;

namespace Strata.EndToEnd.Tests;

/// <summary>Where things lie in the checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "Repository").Value!;

    /// <summary>The built command, of the same configuration as these tests.</summary>
    public static string Command { get; } = Path.Combine(Root, "artifacts", "bin", "Strata.Cli",
        new DirectoryInfo(AppContext.BaseDirectory).Name, OperatingSystem.IsWindows() ? "strata.exe" : "strata");

    public static string Oracle(string script) => Path.Combine(Root, "tests", "oracle", script);

    /// <summary>CIFAR-10 as a DATA argument; skips the test where it is not there.</summary>
    public static string Cifar10()
    {
        string folder = Environment.GetEnvironmentVariable("STRATA_TEST_DATA") is { Length: > 0 } given ? given
            : Path.Combine(Root, "..", "shared");
        string archive = Path.GetFullPath(Path.Combine(folder, "data", "cifar10-images.tar.gz"));
        Needs.Installed(File.Exists(archive), $"CIFAR-10 is not at {archive}; STRATA_TEST_DATA names the folder above data/");
        return $"imagefolder:{archive}";
    }
}
