using System.Diagnostics;
using System.Text.Json;
using Strata.Reliability.Processes;

namespace Strata.Reliability.Mutations;

/// <summary>Damaged files of every format, thousands of them.</summary>
internal sealed class MutationCampaign : Campaign
{
    private const long MostBytes = 3L << 30;

    /// <summary>Processor time of one trial, and its time by the clock, beside whatever else the machine does.</summary>
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(60), s_longest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(50);

    public override string Name => "mutations";

    public override string Says => """
        Files of every format are damaged by seeded mutators and read by the commands that read them. A command ends with 0, or with 1
        (2 for study files) and a sentence that names the file. There is no stack trace, no name of .NET's, no control character, no endless
        line. It takes 10 s of processor time and 600 MiB at most. Files with a checksum are never believed when they were damaged.
        """;

    public override void Run(Session session)
    {
        string samples = session.NewFolder("samples");
        Samples.Make(samples);
        session.Begin();
        List<Subject> subjects = [.. Subjects.All.Where(subject => session.Part is null || session.Part == subject.Name)];
        foreach (Subject subject in subjects)
        {
            int trials = Try(session, subject, samples, session.Time * (subject.Share / subjects.Sum(s => s.Share)));
            Console.WriteLine($"  {subject.Name}: {trials} damaged files");
        }
    }

    private static int Try(Session session, Subject subject, string samples, TimeSpan time)
    {
        string folder = session.NewFolder("work");
        foreach (string entry in subject.Needs.SelectMany(need => Directory.GetFileSystemEntries(samples, need)))
        {
            string place = Path.Combine(folder, Path.GetFileName(entry));
            if (Directory.Exists(entry)) Tree.Copy(entry, place);
            else File.Copy(entry, place);
        }
        // Pages are made from the rest, and slow to put back.
        string page = Path.Combine(folder, "out", "report");
        if (Directory.Exists(page)) Directory.Delete(page, recursive: true);

        var clock = Stopwatch.StartNew();
        int next = session.First, trials = 0;
        while (clock.Elapsed < time)
        {
            (int done, Trial? lost, string? end) = Watch(session, subject, folder, next, time - clock.Elapsed);
            trials += done;
            if (lost is null && end is null) break;
            if (lost is null) throw new InvalidOperationException($"the worker for {subject.Name} does not start: {end}");
            string evidence = MutationWorker.EvidenceOf(subject.Name, session.Seed, lost.Index);
            Tree.Copy(folder, evidence);
            Report(session, subject, lost with { Problem = end });
            next = lost.Index + 1;
        }
        return trials;
    }

    /// <summary>One worker until the time is over, or until it dies: then the trial that it died of, and how.</summary>
    private static (int Trials, Trial? Lost, string? End) Watch(Session session, Subject subject, string folder, int first, TimeSpan time)
    {
        string self = Shell.Quote(Environment.ProcessPath!);
        using Running worker = Shell.Start(folder,
            $"exec {self} {MutationWorker.Verb} {subject.Name} {Shell.Quote(folder)} {session.Seed} {first} 3>&1 "
            + $">>{Shell.Quote(MutationWorker.OutputOf(folder))} 2>>{Shell.Quote(MutationWorker.ErrorsOf(folder))}", live: true);
        Stopwatch clock = Stopwatch.StartNew(), since = Stopwatch.StartNew();
        Trial? running = null;
        TimeSpan used = default;
        int trials = 0;
        for (Task<string?> line = worker.NextLine(); ;)
        {
            if (!line.Wait(s_glance))
            {
                if (worker.ResidentBytes() > MostBytes) return (trials, running, $"takes more than {MostBytes >> 30} GiB of memory");
                if (since.Elapsed > s_longest || worker.Used - used > s_most) return (trials, running, "comes to no end");
                continue;
            }
            if (line.Result is not { } text)
            {
                Ended ended = worker.Wait(s_longest);
                string last = File.ReadAllText(MutationWorker.ErrorsOf(folder));
                return (trials, running, $"the process dies with {ended.Code}: {last[..Math.Min(300, last.Length)]}");
            }
            Trial trial = JsonSerializer.Deserialize<Trial>(text)!;
            if (trial.Code is null)
            {
                // Loading the libraries takes none of a format's time.
                if (trials == 0) clock.Restart();
                running = trial;
                since.Restart();
                used = worker.Used;
            }
            else
            {
                (running, trials) = (null, trials + 1);
                Report(session, subject, trial);
                if (clock.Elapsed > time) return (trials, null, null);
            }
            line = worker.NextLine();
        }
    }

    private static void Report(Session session, Subject subject, Trial trial)
    {
        session.Count($"{subject.Name}: {(trial.Code is { } code ? $"exit {code}" : "killed")}");
        if (trial.Problem is null) return;
        string command = trial.Command.StartsWith(MutationWorker.Plan, StringComparison.Ordinal) ? "run s.json --dry-run" : trial.Command;
        string evidence = Path.GetRelativePath(Built.Root, MutationWorker.EvidenceOf(subject.Name, session.Seed, trial.Index));
        session.Violation($"{subject.Name}: a damaged {Path.GetFileName(trial.File)}", $"cd {evidence} && strata {command}", trial.Problem,
            subject.Restored ? "the result of the sound file" : "0, or a sentence that names the file");
    }
}
