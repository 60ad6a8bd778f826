using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Strata.Reliability.Processes;
using Strata.Runtime;
using Strata.Studies;

namespace Strata.Reliability.Mutations;

/// <summary>
/// A process that reads one damaged file after the other with the real commands, called as their program would call them. Starting
/// a process for each would take a hundred times as long. Its standard output and errors go to files, its own words to descriptor 3.
/// </summary>
internal sealed class MutationWorker
{
    /// <summary>The verb by which this program becomes a worker.</summary>
    public const string Verb = "mutate";

    /// <summary>Stands for what <c>run --dry-run</c> does before it measures, which takes seconds.</summary>
    public const string Plan = "plan";

    private const double LongestSeconds = 10;
    private const long MostBytes = 600L << 20;
    private const int Kept = 20;

    private readonly Subject _subject;
    private readonly long _seed;
    private readonly string _folder;
    private readonly Func<string[], int> _strata;
    private readonly Dictionary<string, Ended> _sound = [];
    private int _kept;

    private MutationWorker(string subject, string folder, long seed)
    {
        (_subject, _folder, _seed) = (Subjects.All.Single(s => s.Name == subject), folder, seed);
        MethodInfo main = Assembly.Load("Strata.Cli").EntryPoint!;
        _strata = arguments => (int)main.Invoke(null, [arguments])!;
    }

    /// <summary>Where the worker's standard output goes, for a working folder.</summary>
    public static string OutputOf(string folder) => folder + ".out";

    /// <inheritdoc cref="OutputOf"/>
    public static string ErrorsOf(string folder) => folder + ".err";

    /// <summary>Where the files of a trial with a problem are kept.</summary>
    public static string EvidenceOf(string subject, long seed, int index) => Path.Combine(Built.Evidence, $"{seed}", $"{subject}-{index}");

    /// <summary>Goes on until it is killed, or for one trial.</summary>
    /// <param name="folder">The working folder, with the sound files in it.</param>
    public static int Run(string subject, string folder, long seed, int first, bool once)
    {
        using var pipe = new FileStream(new SafeFileHandle(3, ownsHandle: true), FileAccess.Write);
        using var words = new StreamWriter(pipe, new UTF8Encoding(false)) { AutoFlush = true };
        Environment.CurrentDirectory = folder;
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Path.Combine(folder, "cache"));
        new MutationWorker(subject, folder, seed).Work(first, once, trial => words.WriteLine(JsonSerializer.Serialize(trial)));
        return 0;
    }

    private void Work(int first, bool once, Action<Trial> say)
    {
        Snapshot sound = Snapshot.Of(_folder);
        // Also loads what every command needs, so that it is not counted as a trial's memory.
        foreach (string command in _subject.Commands.Select(c => Concrete(c, sound.Files.First())).Distinct())
        {
            _sound[command] = Do(command);
            if (!_subject.Restored) sound.Restore();
        }
        if (_subject.Restored) sound = Snapshot.Of(_folder);

        for (int index = first; ; index++)
        {
            sound.Restore();
            var random = new RandomSequence(_seed, _subject.Name, index);
            string[] files = [.. _subject.Files.SelectMany(pattern => Glob.Matches(sound.Files, pattern)).Distinct()];
            string file = files[random.Next(files.Length)];
            string command = Concrete(_subject.Commands[random.Next(_subject.Commands.Length)], file);
            byte[] damaged = _subject.Mutators[random.Next(_subject.Mutators.Count)](sound[file], random);
            File.WriteAllBytes(file, damaged);

            var trial = new Trial(index, file, command);
            say(trial);
            var usage = new Usage();
            Ended ended = Do(command);
            bool changed = !SameContent.Of(damaged, sound[file]);
            trial = trial with { Code = ended.Code, Problem = Problem(ended, trial, changed, usage) ?? Left(ended, sound) };
            if (trial.Problem is not null && _kept++ < Kept) Tree.Copy(_folder, EvidenceOf(_subject.Name, _seed, index));
            say(trial);
            if (once) return;
        }
    }

    private string? Problem(Ended ended, Trial trial, bool changed, Usage usage)
    {
        (double seconds, long bytes) = (usage.Seconds, usage.PeakBytes);
        string folder = Path.GetFileName(Path.GetDirectoryName(trial.File)!);
        string[] names = [Path.GetFileName(trial.File), folder.Length > 0 ? folder : trial.File, .. _subject.AlsoNamed];
        var expectation = new Expectation(_subject.Restored ? [0] : [0, .. _subject.Failures], names);
        if (expectation.Problem(ended) is { } problem) return problem;
        if (seconds > LongestSeconds) return $"takes {seconds:0} s of processor time";
        if (bytes > MostBytes) return $"takes {bytes >> 20} MiB of memory";
        if (ended.Code != 0) return null;
        if (_subject.Checked && changed && !names.Any((ended.Output + ended.Errors).Contains)) return "the damage goes unnoticed";
        return _subject.Restored && _sound[trial.Command].Output != ended.Output ? "says other things than of the sound file" : null;
    }

    /// <summary>What a command that failed leaves, or null.</summary>
    private static string? Left(Ended ended, Snapshot sound)
    {
        string? left = ended.Code == 0 ? null : sound.Added().FirstOrDefault(path => !path.StartsWith("cache", StringComparison.Ordinal));
        return left is null ? null : $"leaves {left} behind";
    }

    private Ended Do(string command)
    {
        foreach (string stream in new[] { OutputOf(_folder), ErrorsOf(_folder) })
            using (FileStream file = File.OpenWrite(stream)) file.SetLength(0);
        string[] words = command.Split(' ');
        int code = words[0] == Plan ? PlanOf(words[1]) : _strata(words);
        Console.Out.Flush();
        Console.Error.Flush();
        return new($"strata {command}", code, File.ReadAllText(OutputOf(_folder)), File.ReadAllText(ErrorsOf(_folder)));
    }

    private static int PlanOf(string file)
    {
        try
        {
            StudyRun.Prepare(StudyFile.Read(file), "planned", 1, "strata run");
            return 0;
        }
        catch (InvalidOptionsException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
        catch (StrataException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static string Concrete(string command, string file) => command.Replace("{file}", file, StringComparison.Ordinal);
}
