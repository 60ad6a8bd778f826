using System.CommandLine;
using System.Text.Json;
using Strata.Analysis.Populations;
using Strata.Runtime;
using Strata.Studies;
using Strata.Studies.Matching;
using Strata.Studies.Running;

namespace Strata.Cli.Commands;

/// <summary><c>strata match</c>: the width at which a network is as accurate as another.</summary>
internal static class MatchCommand
{
    private const string Result = "match.json", Pair = "matched.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var study = new StudyArguments("Its first models are the network to be matched, its second another with several widths.");
        var options = new SettingOptions<MatchOptions>(new(), MatchSettings.All);
        var command = new CheckedCommand("match",
            "Finds the width at which a network reaches the mean test accuracy of another: trains a few widths, looks between them, and "
            + "confirms on fresh seeds. Called again, it does what is missing.\n\nExample: strata match studies/digits-match.json "
            + "--confirm 20") { options };
        study.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            int count = study.Threads(parsed);
            Study asked = study.Read(parsed);
            string directory = study.Folder(parsed, asked), typed = StudyArguments.Typed(parsed);
            var match = new MatchRun(asked, options.Read(parsed));
            using IDisposable saving = StopSignals.Saving();
            WidthMatch found = match.Execute(part => Train(parsed, part, directory, count, typed, stop),
                    round => Console.WriteLine(Words(round)))
                ?? throw new InterruptedException($"Interrupted: what was trained is saved. '{typed}' goes on from there.");
            AtomicFile.WriteText(Path.Combine(directory, Result), JsonSerializer.Serialize(found, s_json) + "\n");
            string pair = Path.Combine(directory, Pair);
            // What is no match is no pair to go on with.
            if (found.Matched) AtomicFile.WriteText(pair, StudyFile.Write(match.Pair(found)));
            else File.Delete(pair);
            Tell(found, directory);
            return Task.FromResult(found.Matched ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }

    private static StudyRun? Train(ParseResult parsed, Study study, string directory, int threads, string typed, CancellationToken stop)
    {
        StudyRun run;
        using (var loading = new LoadingDisplay(parsed)) run = StudyRun.Prepare(study, directory, threads, typed, loading.Options(stop));
        using var display = ProgressDisplay.Start(parsed, run.Plan.Study);
        RunOutcome ended = run.Execute(threads, WorkerLaunch.Self(WorkerCommand.Name), new RunProgress(display), stop);
        foreach (FailureCause cause in FailureCause.Of(ended.Failures)) display.Say($"warning: {cause}");
        return ended.Stopped ? null : run;
    }

    private static string Words(MatchRound round)
    {
        WelchTest welch = round.Welch;
        return $"width {round.Width:0.####}: {welch.MeanB:0.00} ± {welch.SemB:0.00} % ({round.Matched} models of fresh seeds), "
            + $"{welch.MeanA:0.00} ± {welch.SemA:0.00} % to be matched ({round.Reference}); difference {welch.Difference:0.00} points"
            + (welch.Low is { } low ? $" ({low:0.00} to {welch.High:0.00})" : "") + (round.Holds ? "" : ": no match");
    }

    private static void Tell(WidthMatch found, string directory)
    {
        if (!found.Matched)
        {
            string rounds = found.Rounds.Count == 1 ? "1 round" : $"{found.Rounds.Count} rounds";
            double nearest = found.Rounds.MinBy(round => Math.Abs(round.Welch.Difference))!.Width;
            Console.Error.WriteLine($"No width was as accurate as {found.Reference} on fresh seeds; the nearest in {rounds} was "
                + $"{nearest:0.####}{LeftOut.Of(found.Warnings)}. More seeds or widths between the points would help.");
            return;
        }
        Console.WriteLine($"width {found.Width:0.####} is as accurate as {found.Reference}{LeftOut.Of(found.Warnings)}; "
            + $"'strata run {ShellWord.Of(Path.Combine(directory, Pair))} --output {ShellWord.Of(directory)}' goes on with the pair");
    }
}
