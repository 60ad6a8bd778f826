using System.ComponentModel;
using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using Strata.Runtime;

namespace Strata.Studies.Slurm;

/// <summary>Slurm's own commands, which are all that is known of it.</summary>
internal static class SlurmCommands
{
    /// <summary>Slurm's default, for clusters that do not tell.</summary>
    private const int UsualArray = 1001;

    /// <summary>A controller that does not answer is waited for by Slurm's commands, some of them for ever.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Hands a script over.</summary>
    /// <param name="after">Jobs that have to end first, however they end.</param>
    /// <returns>The job's number.</returns>
    /// <exception cref="StrataException">Slurm is not there, or refuses.</exception>
    public static string Submit(string script, IReadOnlyCollection<string> after)
    {
        string[] waits = after.Count == 0 ? [] : [$"--dependency=afterany:{string.Join(':', after)}"];
        // Behind the number may stand the name of a cluster.
        return Run("sbatch", ["--parsable", .. waits, script]).Trim().Split('\n')[^1].Split(';')[0];
    }

    /// <summary>The user's tasks that Slurm has in mind: those that wait, run, or ended a while ago.</summary>
    /// <exception cref="StrataException">Slurm is not there, or does not answer.</exception>
    public static IReadOnlyList<QueuedTask> Queue()
        => [.. Run("squeue", ["--array", "--states=all", "--noheader", $"--user={Environment.UserName}", "--format=%F|%K|%T|%r|%N"])
            .Split('\n').Select(line => line.Split('|')).Where(fields => fields.Length == 5)
            .Select(fields => new QueuedTask(fields[0].Trim(), Number(fields[1]), fields[2].Trim(), Said(fields[3]), fields[4].Trim()))];

    /// <summary>Jobs that ended longer ago, where the cluster keeps accounts.</summary>
    public static IReadOnlyList<QueuedTask> Past(IReadOnlyCollection<string> jobs)
    {
        if (jobs.Count == 0) return [];
        try
        {
            return [.. Run("sacct", ["-X", "-n", "-P", $"--jobs={string.Join(',', jobs)}", "--format=JobID,State,NodeList"]).Split('\n')
                .Select(line => line.Split('|')).Where(fields => fields.Length == 3).Select(fields =>
                {
                    string[] id = fields[0].Split('_');
                    return new QueuedTask(id[0], id.Length > 1 ? Number(id[1]) : null, fields[1].Split(' ')[0], "", fields[2]);
                })];
        }
        catch (StrataException)
        {
            return [];
        }
    }

    /// <exception cref="StrataException">Slurm is not there, or refuses.</exception>
    public static void Cancel(IReadOnlyCollection<string> jobs) => Run("scancel", jobs);

    /// <summary>How many tasks an array may have.</summary>
    public static int LargestArray()
    {
        const string Field = "MaxArraySize";
        string? line = Run("scontrol", ["show", "config"]).Split('\n')
            .FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        // The number is that of the first index that is too large.
        return Math.Max(1, Number(line?.Split('=')[^1] ?? "") ?? UsualArray);
    }

    private static int? Number(string text)
        => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static string Said(string reason) => reason.Trim() is "None" or "(null)" ? "" : reason.Trim();

    private static string Run(string command, IEnumerable<string> arguments)
    {
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            BufferedCommandResult ended = CliWrap.Cli.Wrap(command).WithArguments(arguments).WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(limit.Token).GetAwaiter().GetResult();
            if (ended.ExitCode == 0) return ended.StandardOutput;
            string[] said = [.. ended.StandardError.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
            if (said.Any(line => line.Contains("munge", StringComparison.OrdinalIgnoreCase)))
                throw new StrataException($"{command} cannot prove who asks: munge does not answer on this machine; is munged running?");
            string words = said.Length == 0 ? $"exit code {ended.ExitCode}" : Foreign.Path(Words(said));
            throw new StrataException($"{command} refuses: {words}");
        }
        catch (Win32Exception missing)
        {
            throw new StrataException($"{command} is not there: a run on Slurm needs Slurm's commands on this machine", missing);
        }
        catch (OperationCanceledException silent)
        {
            string sentence = $"{command} did not answer within {s_patience.TotalSeconds:0} seconds: Slurm's controller may be down";
            throw new StrataException(sentence, silent);
        }
    }

    /// <summary>The first and the last line: what is wrong, and what Slurm makes of it.</summary>
    private static string Words(string[] said)
        => string.Join("; ", new[] { said[0], said[^1] }.Distinct().Select(line => line[(line.IndexOf("error: ", StringComparison.Ordinal)
            is int at and >= 0 ? at + "error: ".Length : 0)..]));
}
