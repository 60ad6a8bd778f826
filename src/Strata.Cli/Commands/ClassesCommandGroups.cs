using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Strata.Analysis.Populations;
using Strata.Data;
using Strata.Data.WordNet;
using Strata.Runtime;

namespace Strata.Cli.Commands;

/// <summary><c>strata classes groups</c>: the groups that WordNet puts classes into.</summary>
internal static class ClassesCommandGroups
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var wordNet = new Option<string?>("--wordnet")
        {
            Description = "WordNet's database: its folder, or the file data.noun [default: where it is installed].",
            HelpName = "DIR"
        };
        var classes = new Option<string>("--classes")
        {
            Description = "The classes in order of label: a file with a wnid on each line, or a set of images whose classes are wnids.",
            HelpName = "FILE|DATA",
            Required = true
        };
        var options = new SettingOptions<PopulationOptions>(new(), [PopulationSettings.AtLeast]);
        var json = new Option<bool>("--json") { Description = "As JSON, which 'strata errors --groups' reads." };
        var command = new Command("groups",
            "Lists WordNet's hypernyms with at least so many of the classes below them.\n\nExample: strata classes groups --classes "
            + "wnids.txt --at-least 51 --json > groups.json")
        {
            wordNet, classes, options, json,
        };
        command.SetAction((parsed, stop) =>
        {
            int atLeast = options.Read(parsed).AtLeast;
            IReadOnlyList<string> wnids = ClassList.Read(parsed.GetValue(classes)!,
                new LoadOptions { Say = CommonOptions.Say(parsed), Stop = stop });
            var nouns = Nouns.Open(parsed.GetValue(wordNet));
            IReadOnlyList<ClassGroup> groups = HypernymGroups.Of(nouns, wnids, atLeast).Groups;
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(groups.ToDictionary(g => g.Name, g => g.Classes), s_json));
            else Print(groups, wnids, nouns, atLeast);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Print(IReadOnlyList<ClassGroup> groups, IReadOnlyList<string> wnids, Nouns nouns, int atLeast)
    {
        const int Shown = 5;
        IReadOnlyList<string> names = WnidNames.Of(wnids, nouns);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(new TableColumn("group"), new TableColumn("classes").RightAligned(), new TableColumn("among them"));
        foreach (ClassGroup group in groups)
            table.AddRow(Markup.Escape(Foreign.Path(group.Name)), $"{group.Classes.Count}",
                Markup.Escape(Foreign.Path(string.Join(", ", group.Classes.Take(Shown).Select(c => names[c])))
                    + (group.Classes.Count > Shown ? ", …" : "")));
        TableOutput.Write(table);
        Console.WriteLine($"{groups.Count} hypernyms have at least {atLeast} of {wnids.Count} classes below them ({nouns.Path})");
    }
}
