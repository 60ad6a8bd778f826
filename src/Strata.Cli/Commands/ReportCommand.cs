using System.CommandLine;
using Strata.Runtime;
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
        var command = new Command("report",
            "Writes a study's page and figures again, from what is there, or one page of several studies.\n\n"
            + "Example: strata report out/quickstart --open\n         strata report out/digits out/cifar --output both\n"
            + "         strata report out/cifar --watch")
        {
            directories, output, open, watch, port,
        };
        command.SetAction(async (parsed, stop) =>
        {
            ArtifactStore[] stores = [.. parsed.GetValue(directories)!.Select(folder => new ArtifactStore(folder))];
            if (parsed.GetValue(watch))
            {
                if (parsed.GetValue(output) is not null)
                    throw new InvalidOptionsException("--output is for a page that is written; --watch serves it and writes nothing");
                await Watch(new LivePage(stores), parsed.GetValue(port), parsed.GetValue(open), stop);
                return ExitCode.Done;
            }
            if (parsed.GetValue(port) is not null) throw new InvalidOptionsException("--port is for --watch");
            string folder = parsed.GetValue(output) ?? (stores.Length == 1 ? stores[0].ReportFolder
                : throw new InvalidOptionsException("--output is missing: the folder for the page of several studies"));
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

    private static async Task Watch(LivePage page, int? port, bool open, CancellationToken stop)
    {
        if (port is < 1 or > 65535) throw new InvalidOptionsException($"--port is {port}; expected 1 to 65535");
        // Whether there is a study, before anybody waits for it.
        page.State();
        using var server = new PageServer(page, port);
        Console.WriteLine(server.Address);
        if (open) Browser.Open(server.Address);
        await server.Serve(stop);
    }
}
