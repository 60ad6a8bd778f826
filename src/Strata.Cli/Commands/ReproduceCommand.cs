using System.CommandLine;
using System.Text;
using System.Text.Json;
using Strata.Runtime;
using Strata.Studies;
using Strata.Studies.Reproduction;

namespace Strata.Cli.Commands;

/// <summary><c>strata reproduce</c>: a figure of the paper as a study, and what its measurement says of the claim.</summary>
internal static class ReproduceCommand
{
    public static Command Create()
    {
        var figure = new Argument<string?>("FIGURE")
        {
            Description = $"A figure or table of Nguyen, Raghu and Kornblith 2021: {string.Join(", ", PublishedFigures.Ids)}.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        figure.CompletionSources.Add([.. PublishedFigures.Ids]);
        var scale = new Option<string>("--scale")
        {
            Description = "tiny: images that come with the program, minutes; small: a sixteenth of the paper's images, hours; paper: as "
                + "the paper has it, for a cluster.",
            DefaultValueFactory = _ => Scale.Tiny.Name(),
        };
        scale.AcceptOnlyFromAmong([.. Scales.All.Select(Scales.Name)]);
        var list = new Option<bool>("--list")
        {
            Description = "Lists all figures with claim, published verdict, and what each scale costs on this machine.",
        };
        Option<string> data = CommonOptions.Data(required: false);
        data.Description = $"In place of the scale's images, which are expected in folders of their names: {data.Description}";
        var options = new StudyOptions();
        var running = new StudyRunning();
        var command = new CheckedCommand("reproduce",
            "Runs the study behind a figure of the paper, and says whether the measurement agrees with its claim. What studies beside the "
            + "output have made already is taken from there.\n\nExample: strata reproduce figure-2\n         strata reproduce figure-2 "
            + "--scale small --data cifar10:cifar-10-binary.tar.gz --dry-run")
        {
            figure, scale, list, data,
        };
        running.AddTo(command);
        options.AddTo(command);
        command.Checks.Add(given => given.Whole(figure) is null && !given.Whole(list)
            ? ["FIGURE is missing; 'strata reproduce --list' shows all"] : []);
        command.SetAction((parsed, stop) =>
        {
            if (parsed.GetValue(list))
            {
                FigureList.Write(parsed, options.Threads(parsed), stop);
                return Task.FromResult(ExitCode.Done);
            }
            string id = parsed.GetValue(figure)!;
            Scale at = Scales.All.First(one => one.Name() == parsed.GetValue(scale));
            return Task.FromResult(running.Run(parsed, options, () => Read(id, at, parsed.GetValue(data), options.Changes(parsed)),
                borrows: true, stop));
        });
        return command;
    }

    private static Study Read(string id, Scale scale, string? data, IReadOnlyList<string> changes)
    {
        Study study = PublishedFigures.Named(id).StudyAt(scale);
        string[] images = data is null ? [] : [$"data.source={JsonSerializer.Serialize(data)}"];
        return StudyFile.Parse(Encoding.UTF8.GetBytes(StudyFile.Write(study)), study.Name, [.. images, .. changes]);
    }
}
