using System.Runtime.InteropServices;

namespace Strata.Cli.Doctor;

/// <summary>
/// The library from which .NET takes hashes and HTTPS on Linux. Small images of systems have none, and a process ends without an exception
/// where one of them is first wanted.
/// </summary>
internal static class OpenSsl
{
    /// <summary>Those that .NET takes, in its order.</summary>
    private static readonly string[] s_files = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];

    public static bool IsNeeded => OperatingSystem.IsLinux();

    /// <summary>Null where there is none, or none is needed.</summary>
    public static string? Find()
        => IsNeeded ? s_files.FirstOrDefault(file => NativeLibrary.TryLoad(file, out _)) : null;
}
