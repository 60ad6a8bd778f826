namespace Strata.EndToEnd.Tests.Slurm;

/// <summary>What a cluster does not take is said in a sentence, and nothing is lost.</summary>
public sealed class SlurmRefusalTests(SlurmCluster cluster) : IClassFixture<SlurmCluster>, IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private RunResult Strata(Dictionary<string, string> variables, params string[] arguments)
    {
        using RunningProcess process = RunningProcess.Start(_folder[""], Repository.Command, arguments, variables);
        return process.Wait();
    }

    private RunResult Run(Dictionary<string, string> variables, params string[] more)
        => Strata(variables, ["run", "quickstart", "--output", "out", "--threads", "1", "--on", "slurm", .. more]);

    [Fact]
    public void Without_Slurm_a_run_says_so()
    {
        RunResult refused = Run(new() { ["PATH"] = "/nowhere" }).Expect(1);
        Assert.Matches("^[a-z]+ is not there: a run on Slurm needs Slurm's commands on this machine", refused.Errors.Split('\n')[^2]);
        Assert.Contains(" 0 failed", Strata([], "status", "out").Expect(0).Output);
    }

    [Fact]
    public void Without_munge_a_run_says_so()
    {
        cluster.Require();
        string elsewhere = _folder["slurm.conf"];
        File.WriteAllLines(elsewhere, File.ReadLines(cluster.Variables["SLURM_CONF"]).Select(line
            => line.StartsWith("AuthInfo", StringComparison.Ordinal) ? "AuthInfo=socket=/nowhere/munge" : line));
        RunResult refused = Run(new() { ["SLURM_CONF"] = elsewhere }).Expect(1);
        Assert.Contains("munge does not answer on this machine; is munged running?", refused.Errors);
        Assert.Contains("no job of this study", Strata(cluster.Variables, "cancel", "out").Expect(1).Errors);
    }

    [Fact]
    public void An_account_that_may_not_use_a_partition_is_refused()
    {
        cluster.Require();
        cluster.Run("scontrol", "create", "PartitionName=closed", "Nodes=n1", "AllowAccounts=physics", "State=UP");
        RunResult refused = Run(cluster.Variables, "--partition", "closed", "--account", "mine").Expect(1);
        Assert.Contains("sbatch refuses: Batch job submission failed: Invalid account", refused.Errors);
    }

    [Fact]
    public void Options_of_the_cluster_alone_are_wrong_usage()
    {
        Assert.Contains("--partition only goes with --on slurm",
            Strata([], "run", "quickstart", "--partition", "main").Expect(2).Errors);
        Assert.Contains("--time: 'soon' is not a time", Run([], "--time", "soon").Expect(2).Errors);
    }

    [Fact]
    public void What_was_never_given_to_Slurm_cannot_be_cancelled()
        => Assert.Contains("no job of this study was given to Slurm", Strata([], "cancel", "nowhere").Expect(1).Errors);

    [Fact]
    public void Jobs_whose_nodes_do_not_see_the_folder_say_so()
    {
        cluster.Require();
        cluster.Run("scontrol", "update", "PartitionName=main", "State=DOWN");
        Run(cluster.Variables, "--set", "models[0].depth=8", "--set", "models[1].depth=8", "--set", "analyses=[]").Expect(0);
        Directory.Move(_folder["out/slurm/logs"], _folder["elsewhere"]);
        cluster.Run("scontrol", "update", "PartitionName=main", "State=UP");
        string status = "";
        for (int look = 0; look < 100 && !status.Contains("slurm: 0 tasks running, 0 waiting", StringComparison.Ordinal); look++)
            status = Strata(cluster.Variables, "status", "out").Expect(0).Output;
        Assert.Contains("FAILED on n", status);
        Assert.Contains($"it left no log: nodes may not see {Path.Combine(_folder[""], "out/slurm/logs")}", status);
        Assert.Contains(" 0 failed", status);
    }

    [Fact]
    public void A_partition_that_is_not_there_is_named_and_what_is_cancelled_can_be_given_again()
    {
        cluster.Require();
        RunResult refused = Run(cluster.Variables, "--partition", "nowhere").Expect(1);
        Assert.Contains("sbatch refuses: invalid partition specified: nowhere", refused.Errors);
        Assert.Contains("no job of this study", Strata(cluster.Variables, "cancel", "out").Expect(1).Errors);

        // More memory than any node has: it is refused, or would wait for ever.
        Assert.Contains("sbatch refuses", Run(cluster.Variables, "--memory", "900G").Expect(1).Errors);
        Assert.Contains("jobs given to Slurm", Run(cluster.Variables).Expect(0).Output);
        Assert.Contains("jobs cancelled", Strata(cluster.Variables, "cancel", "out").Expect(0).Output);
        Assert.Contains("CANCELLED", Strata(cluster.Variables, "status", "out").Expect(0).Output);
        Assert.Contains("jobs given to Slurm", Run(cluster.Variables).Expect(0).Output);
        Strata(cluster.Variables, "cancel", "out").Expect(0);
    }
}
