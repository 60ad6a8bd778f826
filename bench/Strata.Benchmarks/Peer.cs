using System.Diagnostics;
using System.Globalization;
using Strata.Runtime;

namespace Strata.Benchmarks;

/// <summary>A peer in Python that stays alive and times one repetition for each line it is sent, so that runs interleave with ours.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    /// <param name="script">Name of a file in bench/peers.</param>
    public Peer(string script, params string[] arguments)
    {
        // Debian's own interpreter: the one that python3-torch installs into.
        var start = new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(ResultFile.Root(), "bench", "peers", script));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        // The allocator settings that Strata gives itself.
        start.Environment["MALLOC_MMAP_THRESHOLD_"] = start.Environment["MALLOC_TRIM_THRESHOLD_"] = $"{1 << 30}";
        start.Environment.Remove("GOMP_SPINCOUNT");
        _process = Process.Start(start) ?? throw new StrataException("python3 does not start");
        Version = Line();
    }

    public string Version { get; }

    /// <summary>Sends a line and reads the seconds it took.</summary>
    public double Time(string request)
    {
        _process.StandardInput.WriteLine(request);
        _process.StandardInput.Flush();
        return double.Parse(Line(), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private string Line() => _process.StandardOutput.ReadLine() ?? throw new StrataException("the peer ended; is python3-torch installed?");
}
