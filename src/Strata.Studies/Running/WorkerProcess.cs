using System.Diagnostics;
using System.Text.Json;

namespace Strata.Studies.Running;

/// <summary>
/// The runner's end of a worker: a process of its own, because libtorch's random state and thread count belong to the process, and because
/// what kills it must not kill the run. It ends when its input ends, so also when this process dies.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int KeptErrors = 20;

    private readonly Process _process;
    private readonly Queue<string> _errors = new();

    /// <param name="command">How to start it.</param>
    /// <param name="threads">Of libtorch, for its whole life.</param>
    /// <param name="receive">Called for every message, from another thread; null when the process has ended.</param>
    public WorkerProcess(WorkerLaunch command, int threads, Action<WorkerProcess, WorkerMessage?> receive)
    {
        Threads = threads;
        var start = new ProcessStartInfo(command.File)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (string argument in command.Arguments) start.ArgumentList.Add(argument);
        start.ArgumentList.Add("--threads");
        start.ArgumentList.Add($"{threads}");
        // OpenMP reads its thread count once, before any code of ours runs.
        start.Environment["OMP_NUM_THREADS"] = $"{threads}";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) receive(this, null);
            else if (Parse(line.Data) is { } message) receive(this, message);
        };
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Threads { get; }

    /// <returns>Whether there is somebody to hear it.</returns>
    public bool Send(WorkerMessage message)
    {
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(message, StudyJson.Line));
            _process.StandardInput.Flush();
            return !_process.HasExited;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Whether a signal ended it that would stop a run.</summary>
    public bool WasAskedToEnd()
    {
        // SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM and SIGXCPU, as Linux counts them.
        const int EndedBySignal = 128;
        _process.WaitForExit();
        return _process.ExitCode - EndedBySignal is 1 or 2 or 3 or 10 or 12 or 15 or 24;
    }

    /// <summary>Why it ended before it was told to.</summary>
    public string Obituary()
    {
        _process.WaitForExit();
        lock (_errors) return
            "its process ended with exit code "
            + $"{_process.ExitCode}{(_errors.Count == 0 ? "" : $": {string.Join(" | ", _errors.TakeLast(3))}")}";
    }

    /// <summary>What is no message comes from a native library that prints where it should not.</summary>
    private WorkerMessage? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerMessage>(line, StudyJson.Line);
        }
        catch (JsonException)
        {
            Remember(line);
            return null;
        }
    }

    private void Remember(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_errors)
        {
            _errors.Enqueue(line.Trim());
            if (_errors.Count > KeptErrors) _errors.Dequeue();
        }
    }

    /// <summary>Ends its input, and with it the process.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(10_000)) _process.Kill();
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // Already ended.
        }
        _process.Dispose();
    }
}
