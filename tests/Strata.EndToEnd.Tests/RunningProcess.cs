using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Strata.EndToEnd.Tests;

/// <summary>A process whose output is collected; ended when disposed of.</summary>
internal sealed partial class RunningProcess : IDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly string _command;
    private readonly StringBuilder _output = new(), _errors = new();

    private RunningProcess(ProcessStartInfo start)
    {
        _command = $"{Path.GetFileName(start.FileName)} {string.Join(' ', start.ArgumentList)}";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static RunningProcess Start(string folder, string program, params IEnumerable<string> arguments)
        => Start(folder, program, arguments, environment: []);

    /// <param name="environment">Variables that the process sees beside this one's.</param>
    public static RunningProcess Start(
        string folder, string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return new(start);
    }

    public static RunResult Run(string folder, string program, params IEnumerable<string> arguments)
    {
        using RunningProcess process = Start(folder, program, arguments);
        return process.Wait();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>Standard error so far.</summary>
    public string Errors => Text(_errors);

    /// <summary>Waits for the end; a process that does not come to it is ended and fails the test.</summary>
    public RunResult Wait()
    {
        if (!_process.WaitForExit(s_limit))
        {
            Kill();
            Assert.Fail($"{_command}: no end within {s_limit.TotalMinutes} minutes\n{Text(_output)}\n{Text(_errors)}");
        }
        // Once more without a limit: only this waits for the last of the output.
        _process.WaitForExit();
        return new(_command, _process.ExitCode, Text(_output), Text(_errors));
    }

    /// <summary>kill -9: no chance to save anything.</summary>
    public void Kill(bool andItsChildren = true)
    {
        try
        {
            _process.Kill(andItsChildren);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
        _process.WaitForExit();
    }

    /// <summary>Waits until the command hears signals, on Linux: before that they end any process.</summary>
    public void AwaitHearing()
    {
        const int User = 10;
        const string Caught = "SigCgt:";
        while (!_process.HasExited)
        {
            string? mask = File.ReadLines($"/proc/{_process.Id}/status")
                .FirstOrDefault(line => line.StartsWith(Caught, StringComparison.Ordinal));
            if (mask is not null && (Convert.ToUInt64(mask[Caught.Length..].Trim(), 16) & 1UL << (User - 1)) != 0) return;
            Thread.Sleep(20);
        }
    }

    /// <summary>The most memory that it had at a time, in bytes, once it has ended; on Linux.</summary>
    public long PeakMemory()
    {
        const string HighWater = "VmHWM:";
        long peak = 0;
        while (!_process.HasExited)
        {
            try
            {
                string? line = File.ReadLines($"/proc/{_process.Id}/status")
                    .FirstOrDefault(line => line.StartsWith(HighWater, StringComparison.Ordinal));
                if (line is not null) peak = Math.Max(peak, 1024 * long.Parse(line[HighWater.Length..].Replace("kB", "").Trim(), null));
            }
            catch (IOException)
            {
                // It has just ended.
            }
            Thread.Sleep(20);
        }
        return peak;
    }

    /// <summary>Asks it to save and end; SIGTERM unless another signal is named.</summary>
    public void AskToEnd(int signal = Terminate)
        => Assert.True(_process.HasExited || kill(_process.Id, signal) == 0, $"signal {signal} could not be sent to {_command}");

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.AppendLine(line);
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
