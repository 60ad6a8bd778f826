using System.CommandLine;

namespace Strata.Cli.Commands;

/// <summary><c>strata run</c>: a study from its file to its page.</summary>
internal static class RunCommand
{
    private const string Example = "Example: strata run quickstart --output out/quickstart --set training.epochs=10";

    public static Command Create()
    {
        var study = new StudyArguments("The study; 'strata schema' describes it.");
        var running = new StudyRunning();
        var command = new CheckedCommand("run",
            "Trains, compares and analyses the models of a study, and writes its page. Called again, it does what is "
            + $"missing.\n\n{Example}");
        running.AddTo(command);
        study.AddTo(command);
        command.SetAction((parsed, stop)
            => Task.FromResult(running.Run(parsed, study, () => study.Read(parsed), borrows: false, stop)));
        return command;
    }
}
