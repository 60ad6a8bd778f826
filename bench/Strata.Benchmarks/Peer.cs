using System.Diagnostics;
using System.Globalization;
using Strata.Runtime;

namespace Strata.Benchmarks;

/// <summary>
/// Another process that stays alive and times one repetition for each line it is sent, so that runs interleave with ours.
/// </summary>
internal sealed class Peer : IDisposable
{
    /// <summary>Debian's own where there is one: the one that python3-torch installs into.</summary>
    public static readonly string Interpreter = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private readonly Process _process;

    private Peer(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        // The allocator settings that Strata gives itself.
        start.Environment["MALLOC_MMAP_THRESHOLD_"] = start.Environment["MALLOC_TRIM_THRESHOLD_"] = $"{1 << 30}";
        _process = Process.Start(start) ?? throw new StrataException($"{start.FileName} does not start");
        Version = Line();
    }

    /// <summary>A script of bench/peers.</summary>
    public static Peer Python(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Interpreter, [Path.Combine(ResultFile.Root(), "bench", "peers", script), .. arguments]);
        start.Environment.Remove("GOMP_SPINCOUNT");
        return new(start);
    }

    /// <summary>This very program with other arguments.</summary>
    /// <param name="spins">How often a waiting thread of OpenMP looks before it sleeps; null: what Strata sets.</param>
    public static Peer Self(int? spins, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Strata.Benchmarks"), arguments);
        if (spins is { } count) start.Environment["GOMP_SPINCOUNT"] = count.ToString(CultureInfo.InvariantCulture);
        return new(start);
    }

    /// <summary>The line it begins with, once it is ready.</summary>
    public string Version { get; }

    /// <summary>Sends a line and reads the seconds it took.</summary>
    public double Time(string request)
    {
        Send(request);
        return Receive();
    }

    public void Send(string request)
    {
        _process.StandardInput.WriteLine(request);
        _process.StandardInput.Flush();
    }

    public double Receive() => double.Parse(Line(), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private string Line()
        => _process.StandardOutput.ReadLine()
        ?? throw new StrataException(
            $"{Path.GetFileName(_process.StartInfo.FileName)} ended before it answered (python3-torch must be installed for the peers)");
}
