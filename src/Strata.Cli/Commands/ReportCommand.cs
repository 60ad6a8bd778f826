using System.CommandLine;
using Strata.Runtime;
using Strata.Studies.Reporting;
using Strata.Studies.Storage;

namespace Strata.Cli.Commands;

/// <summary><c>strata report</c>: a study's page again.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "A study's output folder." };
        var open = new Option<bool>("--open") { Description = "Show the page in the browser." };
        var command = new Command("report",
            "Writes a study's page and figures again, from what is there.\n\nExample: strata report out/quickstart --open") { directory,
            open };
        command.SetAction((parsed, stop) =>
        {
            string folder = parsed.GetValue(directory)!;
            var store = new ArtifactStore(folder);
            using (ProgressDisplay display = ProgressDisplay.Start(parsed, "drawing the page"))
            {
                display.Report(0, 1);
                ReportFolder.Write(store, new DirectProgress<double>(share => display.Report(share, 1)), stop);
            }
            AnswerOutput.Write(parsed, ReportFolder.Answer(store));
            string page = Path.Combine(folder, "report", "index.html");
            Console.WriteLine(page);
            if (parsed.GetValue(open)) Browser.Open(page);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
