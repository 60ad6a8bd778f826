using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Strata.EndToEnd.Tests.Slurm;

/// <summary>A real cluster on this machine: munge, the controller, and two nodes of one processor each. It ends with the tests.</summary>
public sealed class SlurmCluster : IDisposable
{
    private const string Programs = "/usr/sbin";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("slurm-").FullName;
    private readonly Dictionary<string, Process> _daemons = [];

    /// <summary>Starts it at the first call; skips the test where it cannot be had.</summary>
    public void Require()
    {
        if (_daemons.Count > 0) return;
        Needs.Installed(File.Exists($"{Programs}/slurmctld") && File.Exists($"{Programs}/slurmd") && File.Exists($"{Programs}/munged"),
            "no Slurm is installed (on Debian: apt-get install slurm-wlm munge)");
        Needs.Machine(Environment.IsPrivilegedProcess, "only root starts a node of Slurm");
        foreach (string name in new[] { "munge", "state", "n1", "n2" }) Directory.CreateDirectory(Path.Combine(_folder, name));
        string key = Path.Combine(_folder, "munge", "key");
        File.WriteAllBytes(key, RandomNumberGenerator.GetBytes(1024));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(Configuration, Text());
        string munge = Path.Combine(_folder, "munge");
        Start("munged", "--foreground", "--force", $"--socket={munge}/socket", $"--key-file={key}", $"--pid-file={munge}/pid",
            $"--seed-file={munge}/seed", $"--log-file={munge}/log");
        Await(() => File.Exists($"{munge}/socket"), "munged has no socket");
        Start("slurmctld", "-D", "-c");
        foreach (string node in new[] { "n1", "n2" }) Start("slurmd", "-D", "-N", node);
        Await(() => Run("sinfo", "--noheader", "--Node", "--format=%T").Split('\n').Count(state => state.Trim() == "idle") == 2,
            "the nodes do not come up");
    }

    /// <summary>What commands have to see.</summary>
    public Dictionary<string, string> Variables => new() { ["SLURM_CONF"] = Configuration };

    private string Configuration => Path.Combine(_folder, "slurm.conf");

    /// <summary>A command of Slurm's, which has to succeed.</summary>
    public string Run(string command, params string[] arguments)
    {
        using RunningProcess process = RunningProcess.Start(_folder, command, arguments, Variables);
        return process.Wait().Output;
    }

    /// <summary>As when the power goes: the node's daemon and all that runs there are gone at once.</summary>
    public void KillNode(string name)
    {
        string node = $"SLURMD_NODENAME={name}", ours = $"SLURM_CONF={Configuration}";
        _daemons[$"slurmd {name}"].Kill();
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(path => Path.GetFileName(path).All(char.IsAsciiDigit)))
        {
            try
            {
                string[] environment = File.ReadAllText($"{process}/environ").Split('\0');
                if (!environment.Contains(node) || !environment.Contains(ours)) continue;
                // Its parent may be the daemon of the job, which would say how it ended.
                string[] fields = File.ReadAllText($"{process}/stat").Split(") ")[^1].Split(' ');
                if (File.ReadAllText($"/proc/{fields[1]}/comm").StartsWith("slurmstepd", StringComparison.Ordinal)) Kill(fields[1]);
                Kill(Path.GetFileName(process));
            }
            catch (IOException)
            {
                // It has ended by itself.
            }
            catch (UnauthorizedAccessException)
            {
                // Another user's.
            }
        }
    }

    public void Dispose()
    {
        if (_daemons.Count > 0) RunningProcess.Start(_folder, "scancel", ["--user=root"], Variables).Wait();
        foreach (string name in _daemons.Keys.Where(name => name.StartsWith("slurmd ", StringComparison.Ordinal)).ToList())
            KillNode(name.Split(' ')[1]);
        foreach (Process daemon in _daemons.Values)
        {
            if (!daemon.HasExited) daemon.Kill();
            daemon.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static void Kill(string id)
    {
        try
        {
            Process.GetProcessById(int.Parse(id, null)).Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private void Start(string program, params string[] arguments)
    {
        // Output that nobody reads would fill a pipe.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", $"{Programs}/{program}", .. arguments]);
        foreach ((string name, string value) in Variables) start.Environment[name] = value;
        _daemons[program == "slurmd" ? $"slurmd {arguments[^1]}" : program] = Process.Start(start)!;
    }

    private void Await(Func<bool> so, string otherwise)
    {
        var waited = Stopwatch.StartNew();
        while (!so())
        {
            Assert.True(waited.Elapsed < s_patience, $"{otherwise}\n{Log("slurmctld")}\n{Log("n1")}");
            Thread.Sleep(200);
        }
    }

    private string Log(string name)
    {
        string file = Path.Combine(_folder, $"{name}.log");
        return File.Exists(file) ? string.Join('\n', File.ReadLines(file).TakeLast(20)) : "";
    }

    private string Text() => $"""
        ClusterName=strata
        SlurmctldHost={Environment.MachineName}(127.0.0.1)
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        AuthInfo=socket={_folder}/munge/socket,cred_expire=5
        SlurmctldPort={FreePort()}
        SlurmctldPidFile={_folder}/slurmctld.pid
        SlurmdPidFile={_folder}/%n.pid
        SlurmctldLogFile={_folder}/slurmctld.log
        SlurmdLogFile={_folder}/%n.log
        StateSaveLocation={_folder}/state
        SlurmdSpoolDir={_folder}/%n
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SlurmdParameters=config_overrides
        SelectType=select/cons_tres
        SelectTypeParameters=CR_CPU_Memory
        SchedulerParameters=sched_interval=2,bf_interval=2,sched_min_interval=1000000
        SlurmdTimeout=15
        KillWait=30
        ReturnToService=2
        EnforcePartLimits=ALL
        MpiDefault=none
        JobAcctGatherType=jobacct_gather/none
        AccountingStorageType=accounting_storage/none
        NodeName=n1 NodeAddr=127.0.0.1 Port={FreePort()} CPUs=1 RealMemory=16000
        NodeName=n2 NodeAddr=127.0.0.1 Port={FreePort()} CPUs=1 RealMemory=16000
        PartitionName=main Nodes=n1,n2 Default=YES MaxTime=60 State=UP

        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
