using System.Globalization;
using System.Runtime.InteropServices;

namespace Strata.Cli;

/// <summary>
/// Says that a process may open too few files, before that ends the program in whatever part of it comes to load then. Nothing here makes
/// the runtime load anything.
/// </summary>
internal static unsafe partial class FileHandles
{
    /// <summary>More than any command has open on two threads: a run takes 114.</summary>
    private const int Fewest = 128;

    private const int StandardError = 2;

    public static bool Suffice()
    {
        if (!OperatingSystem.IsLinux() || Allowed() >= Fewest) return true;
        ReadOnlySpan<byte> sentence = "This process may open too few files at a time: Strata needs 128. 'ulimit -n 1024' allows more.\n"u8;
        // Whether it arrives makes no difference any more.
        fixed (byte* start = sentence) _ = write(StandardError, start, sentence.Length);
        return false;
    }

    /// <summary>The runtime has raised the limit as far as it may be raised.</summary>
    private static int Allowed()
    {
        const string Name = "Max open files";
        try
        {
            foreach (string line in File.ReadAllText("/proc/self/limits").Split('\n'))
            {
                if (!line.StartsWith(Name, StringComparison.Ordinal)) continue;
                string rest = line[Name.Length..].TrimStart();
                return int.TryParse(rest.AsSpan(0, rest.IndexOf(' ')), CultureInfo.InvariantCulture, out int files) ? files : int.MaxValue;
            }
            return int.MaxValue;
        }
        catch (IOException full)
        {
            return full is FileNotFoundException or DirectoryNotFoundException ? int.MaxValue : 0;
        }
    }

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, byte* bytes, nint count);
}
