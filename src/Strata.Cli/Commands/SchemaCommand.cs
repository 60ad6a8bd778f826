using System.CommandLine;
using Strata.Studies;

namespace Strata.Cli.Commands;

/// <summary><c>strata schema</c>: what a study file may say.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema",
            "Prints the JSON schema of a study file, for editors.\n\nExample: strata schema > study.schema.json");
        command.SetAction(_ =>
        {
            Console.Write(StudyFile.Schema());
            return ExitCode.Done;
        });
        return command;
    }
}
