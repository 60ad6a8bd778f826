using System.CommandLine;
using Spectre.Console;
using Strata.Similarity.Measures;

namespace Strata.Cli.Commands;

/// <summary><c>strata measures</c>: what <c>--measure</c> may be.</summary>
internal static class MeasuresCommand
{
    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown") { Description = "Instead: a page that says the same." };
        var command = new Command("measures",
            "Explains the measures of similarity.\n\nExample: strata measures")
        {
            markdown,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(markdown)) Console.Write(MeasureWords.Page());
            else TableOutput.Write(Table());
            return ExitCode.Done;
        });
        return command;
    }

    private static Table Table()
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("measure", "range", "alike", "unchanged by", "what it is");
        foreach (MeasureWords measure in MeasureWords.All)
            table.AddRow(measure.Name, measure.Range, measure.Alike, measure.Unchanged, Markup.Escape(measure.Says));
        return table;
    }
}
