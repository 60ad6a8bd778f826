using System.Diagnostics;
using Strata.Runtime;

namespace Strata.EndToEnd.Tests.Slurm;

/// <summary>Studies on a cluster, with all that happens to them there.</summary>
public sealed class SlurmTests(SlurmCluster cluster) : IClassFixture<SlurmCluster>, IDisposable
{
    private const string Study = """
        {
          "name": "wide", "data": { "source": "digits" },
          "models": [ { "family": "resnet-cifar", "depth": [8, 14], "seeds": 3 } ],
          "training": { "epochs": 4, "batch": 32, "learningRate": 0.05 },
          "similarity": { "layers": "add", "batch": 100, "passes": 1 }, "analyses": ["blocks", "components"],
          "components": { "maxExamples": 100 },
        }
        """;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);

    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private RunResult Strata(params string[] arguments)
    {
        using RunningProcess process = RunningProcess.Start(_folder[""], Repository.Command, arguments, cluster.Variables);
        return process.Wait();
    }

    private static string[] Run(string output, params string[] more) => ["run", "s.json", "--output", output, "--threads", "1", .. more];

    private void Await(Func<bool> so, string otherwise)
    {
        var waited = Stopwatch.StartNew();
        while (!so())
        {
            if (waited.Elapsed > s_limit)
                Assert.Fail($"{otherwise}\n{Strata("status", "out").Output}\n{cluster.Run("squeue", "--states=all")}\n{Logs()}");
            Thread.Sleep(100);
        }
    }

    private string Logs() => Directory.Exists(_folder["out/slurm/logs"])
        ? string.Join('\n', Directory.EnumerateFiles(_folder["out/slurm/logs"]).Select(File.ReadAllText)) : "";

    private int Made(string kind) => !Directory.Exists(_folder[$"out/{kind}"]) ? 0
        : Directory.EnumerateDirectories(_folder[$"out/{kind}"]).Count(folder => !Path.GetFileName(folder).StartsWith('.'));

    private string[] RunningOn(string node)
        => cluster.Run("squeue", "--noheader", "--states=RUNNING", $"--nodelist={node}", "--format=%A")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [Fact]
    public void A_study_whose_node_dies_in_the_middle_ends_in_the_bits_of_a_local_run()
    {
        cluster.Require();
        File.WriteAllText(_folder["s.json"], Study);
        Strata(Run("whole")).Expect(0);

        string given = Strata(Run("out", "--on", "slurm", "--time", "10")).Expect(0).Output;
        // Six trainings, matrices and components each, and all verdicts together.
        Assert.Contains("jobs given to Slurm: 19 tasks for 24 steps", given);
        Assert.Contains("#SBATCH --requeue", File.ReadAllText(_folder["out/slurm/1-models.sh"]));
        // Attached a second time, all of it is in the queue.
        Assert.Contains("all 24 steps that are left are in the queue", Strata(Run("out", "--on", "slurm")).Expect(0).Output);

        // A task is taken from its node while it trains, and queued again.
        Await(() => Directory.Exists(_folder["out/models"]) && RunningOn("n2").Length > 0
            && Directory.EnumerateFiles(_folder["out/models"], "training.jsonl", SearchOption.AllDirectories).Any(), "nothing is trained");
        Assert.Matches("slurm: [1-2] tasks running on n[12]", Strata("status", "out").Expect(0).Output);
        // As when its time is up: it saves, and queues itself.
        foreach (string task in RunningOn("n2")) cluster.Run("scancel", "--batch", "--signal=USR1", task);
        Await(() => Logs().Contains("what was begun is saved", StringComparison.Ordinal), "no task was told that its time is up");
        // As when it is preempted.
        foreach (string task in RunningOn("n1")) cluster.Run("scontrol", "requeue", task);

        Await(() => Made("models") >= 2 && RunningOn("n1").Length > 0, "no two models are made");
        cluster.KillNode("n1");
        Await(() => File.Exists(_folder["out/report/index.html"]), "the study does not end");
        RunResult status = Strata("status", "out").Expect(0);
        Assert.Contains("24 of 24 done", status.Output);
        Assert.Equal(Bits("whole"), Bits("out"));
        Assert.Contains("report/index.html", Strata(Run("out", "--on", "slurm")).Expect(0).Output);
        Assert.Empty(Directory.EnumerateFiles(_folder["out/models"], ".*", SearchOption.AllDirectories));
    }

    /// <summary>Every number that was computed, with the file it is in.</summary>
    private Dictionary<string, string> Bits(string output) => Directory
        .EnumerateFiles(_folder[output], "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".npy" or ".safetensors")
        .ToDictionary(file => Path.GetRelativePath(_folder[output], file), file => ContentHash.Of(file));
}
