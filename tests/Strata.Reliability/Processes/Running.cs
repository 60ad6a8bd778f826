using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Strata.Reliability.Processes;

/// <summary>A process whose output is collected; it and its children end when this is disposed of.</summary>
internal sealed partial class Running : IDisposable
{
    private static readonly UTF8Encoding s_utf8 = new(false);

    private readonly Process _process;
    private readonly string _script;
    private readonly StreamReader _lines;
    private readonly Task<string> _output, _errors;

    /// <param name="live">Whether output is read by lines while the process runs, instead of kept.</param>
    public Running(ProcessStartInfo start, string script, bool live)
    {
        _script = script;
        _process = Process.Start(start) ?? throw new InvalidOperationException("bash does not start");
        _process.StandardInput.Close();
        _lines = new StreamReader(_process.StandardOutput.BaseStream, s_utf8, detectEncodingFromByteOrderMarks: false);
        _output = live ? Task.FromResult("") : _lines.ReadToEndAsync();
        _errors = new StreamReader(_process.StandardError.BaseStream, s_utf8, detectEncodingFromByteOrderMarks: false).ReadToEndAsync();
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Of a live process; null at the end.</summary>
    public Task<string?> NextLine() => _lines.ReadLineAsync();

    public long ResidentBytes()
    {
        try
        {
            string pages = File.ReadAllText($"/proc/{_process.Id}/statm").Split(' ')[1];
            return Environment.SystemPageSize * long.Parse(pages, CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }

    /// <summary>Processor time so far.</summary>
    public TimeSpan Used => _process.HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;

    public void Send(Signal signal)
    {
        if (!_process.HasExited) _ = kill(_process.Id, (int)signal);
    }

    public void KillAll() => _process.Kill(entireProcessTree: true);

    /// <summary>Waits for the end; one that does not come is brought about and told apart.</summary>
    public Ended Wait(TimeSpan limit)
    {
        bool ended = _process.WaitForExit(limit);
        if (!ended) KillAll();
        _process.WaitForExit();
        // A child that lives on may hold the pipes open.
        Task.WaitAll([_output, _errors], TimeSpan.FromSeconds(20));
        return new(_script, ended ? _process.ExitCode : Ended.Hung, Text(_output), Text(_errors));
    }

    public void Dispose()
    {
        if (!_process.HasExited) KillAll();
        _process.Dispose();
    }

    private static string Text(Task<string> text) => text.IsCompletedSuccessfully ? text.Result : "";

    /// <summary>
    /// Ctrl-C ends this process and those that it starts, as at a terminal: whoever starts it in the background, or behind nohup, may have
    /// it ignored, and children inherit that.
    /// </summary>
    public static void HeedInterrupts() => _ = signal((int)Signal.Interrupt, 0);

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    private static partial nint signal(int signal, nint handler);
}
