using System.CommandLine;
using Strata.Runtime;
using Strata.Settings;
using Strata.Studies;
using Strata.Studies.Shipped;

namespace Strata.Cli;

/// <summary>What commands take that run a study from a file.</summary>
internal sealed class StudyArguments : StudyOptions
{
    public StudyArguments(string description)
    {
        File = new("STUDY.json")
        {
            Description = $"{description} A file, - for standard input, or a study that comes with the program: "
                + $"{string.Join(", ", ShippedStudies.Names)}."
        };
        File.CompletionSources.Add([.. ShippedStudies.Names]);
    }

    private Argument<string> File { get; }

    public override void AddTo(CheckedCommand command)
    {
        command.Arguments.Add(File);
        base.AddTo(command);
    }

    /// <exception cref="InvalidOptionsException">No study.</exception>
    public Study Read(ParseResult parsed)
    {
        IReadOnlyList<string> sets = Changes(parsed);
        string file = parsed.GetValue(File)!;
        // A file of one's own comes first.
        if (System.IO.File.Exists(file) || Path.HasExtension(file)) return StudyFile.Read(file, sets);
        if (ShippedStudies.Find(file) is { } shipped) return StudyFile.Parse(shipped, file, sets);
        if (Suggestion.Nearest(file, ShippedStudies.Names) is { } near)
            throw new StrataException($"{Foreign.Quoted(file)} is neither a file nor a study of the program's; did you mean '{near}'?");
        return StudyFile.Read(StandardInput.InPlaceOf(file), sets);
    }
}
