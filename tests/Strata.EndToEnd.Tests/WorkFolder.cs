namespace Strata.EndToEnd.Tests;

/// <summary>A folder of a test's own in which it runs <c>strata</c>.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("strata-end-to-end-").FullName;

    public string this[string name] => Path.Combine(_root, name);

    /// <summary>Runs the built command here.</summary>
    public RunResult Strata(params IEnumerable<string> arguments) => RunningProcess.Run(_root, Repository.Command, arguments);

    /// <summary>Runs a script of the shell here, in which <c>$strata</c> is the command; skips the test where no shell is.</summary>
    public RunResult Shell(string script)
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "needs sh");
        return RunningProcess.Run(_root, "sh", "-c", $"strata='{Repository.Command}'\nexport strata\n{script}");
    }

    public RunningProcess StartStrata(params IEnumerable<string> arguments) => RunningProcess.Start(_root, Repository.Command, arguments);

    /// <summary>Runs a script of tests/oracle here; skips the test where Debian's PyTorch is not installed.</summary>
    public RunResult Oracle(string script, params IEnumerable<string> arguments) => Oracle(script, "torch", arguments);

    /// <summary>As the other, for a script that needs another of Debian's packages, <c>python3-MODULE</c>.</summary>
    public RunResult Oracle(string script, string module, IEnumerable<string> arguments)
    {
        const string Python = "/usr/bin/python3";
        Needs.Installed(File.Exists(Python) && RunningProcess.Run(_root, Python, "-c", $"import {module}, numpy").ExitCode == 0,
            $"{Python} has no {module} (on Debian: apt-get install python3-{module})");
        return RunningProcess.Run(_root, Python, [Repository.Oracle(script), .. arguments]).Expect(0);
    }

    public string[] Files
        => [.. Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_root, file)).Order()];

    /// <summary>A job that was cancelled may still be writing while its folder goes.</summary>
    public void Dispose()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(_root, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                Thread.Sleep(250);
            }
        }
    }
}
