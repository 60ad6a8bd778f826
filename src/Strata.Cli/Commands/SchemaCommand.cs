using System.CommandLine;
using Strata.Studies;

namespace Strata.Cli.Commands;

/// <summary><c>strata schema</c>: what a study file may say.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown") { Description = "Instead: a page that says every option in words." };
        var command = new Command("schema",
            "Prints the JSON schema of a study file, for editors.\n\nExample: strata schema > study.schema.json")
        {
            markdown,
        };
        command.SetAction(parsed =>
        {
            Console.Write(parsed.GetValue(markdown) ? ReferencePage.Text() : StudyFile.Schema());
            return ExitCode.Done;
        });
        return command;
    }
}
