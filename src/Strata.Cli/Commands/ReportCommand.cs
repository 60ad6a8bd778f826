using System.CommandLine;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Reporting;
using Strata.Studies.Storage;

namespace Strata.Cli.Commands;

/// <summary><c>strata report</c>: a study's page again, or one of several studies.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var directories = new Argument<string[]>("DIR")
        {
            Description = "A study's output folder, or several for one page of all.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--output")
        {
            Description = "Where the page goes; a single study's is in its own folder unless this says otherwise.",
            HelpName = "DIR",
        };
        var open = new Option<bool>("--open") { Description = "Show the page in the browser." };
        var watch = new Option<bool>("--watch")
        {
            Description = "Serve a page that follows running studies, to this machine alone, until Ctrl-C.",
        };
        var port = new Option<int?>("--port") { Description = "With --watch: where; else a free one is taken.", HelpName = "N" };
        var command = new CheckedCommand("report",
            "Writes a study's page and figures again, from what is there, or one page of several studies.\n\n"
            + "Example: strata report out/quickstart --open\n         strata report out/digits out/cifar --output both\n"
            + "         strata report out/cifar --watch")
        {
            directories, output, open, watch, port,
        };
        command.Checks.Add(given => given.Whole(watch)
            ? given.Has(output) ? ["--output is for a page that is written; --watch serves it and writes nothing"] : []
            : [
                .. given.Has(port) ? (string[])["--port is for --watch"] : [],
                .. !given.Has(output) && given.Whole(directories) is { Length: > 1 }
                    ? (string[])["--output is missing: the folder for the page of several studies"] : [],
            ]);
        command.Checks.Add(given => given.Whole(port) is < 1 or > 65535 ? [$"--port is {given.Whole(port)}; expected 1 to 65535"] : []);
        command.SetAction(async (parsed, stop) =>
        {
            ArtifactStore[] stores = [.. parsed.GetValue(directories)!.Select(folder => new ArtifactStore(folder))];
            if (parsed.GetValue(watch))
            {
                await Watch(new LivePage(stores), parsed.GetValue(port), parsed.GetValue(open), stop);
                return ExitCode.Done;
            }
            string folder = parsed.GetValue(output) ?? stores[0].ReportFolder;
            RequireStudies(stores);
            using (ProgressDisplay display = ProgressDisplay.Start(parsed, "drawing the page"))
            {
                display.Report(0, 1);
                ReportFolder.Write(folder, stores, new DirectProgress<double>(share => display.Report(share, 1)), stop);
            }
            AnswerOutput.Write(parsed, ReportFolder.Answer(folder));
            string page = Path.Combine(folder, "index.html");
            Console.WriteLine(page);
            if (parsed.GetValue(open)) Browser.Open(page);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Finds out before drawing begins, and of all folders at once.</summary>
    private static void RequireStudies(IEnumerable<ArtifactStore> stores)
    {
        var problems = new List<string>();
        foreach (ArtifactStore store in stores)
        {
            try
            {
                Plan.Parse(store.PlanFile);
            }
            catch (InvalidFileException none)
            {
                problems.Add(none.Message);
            }
        }
        if (problems.Count > 0) throw new StrataException(string.Join('\n', problems));
    }

    private static async Task Watch(LivePage page, int? port, bool open, CancellationToken stop)
    {
        // Whether there is a study, before anybody waits for it.
        page.State();
        using var server = new PageServer(page, port);
        Console.WriteLine(server.Address);
        if (open) Browser.Open(server.Address);
        await server.Serve(stop);
    }
}
