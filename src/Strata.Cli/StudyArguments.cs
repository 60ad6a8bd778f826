using System.CommandLine;
using Strata.Runtime;
using Strata.Settings;
using Strata.Studies;
using Strata.Studies.Shipped;

namespace Strata.Cli;

/// <summary>What commands take that run a study.</summary>
internal sealed class StudyArguments
{
    public StudyArguments(string description)
    {
        File = new("STUDY.json")
        {
            Description = $"{description} A file, - for standard input, or a study that comes with the program: "
                + $"{string.Join(", ", ShippedStudies.Names)}."
        };
        File.CompletionSources.Add([.. ShippedStudies.Names]);
        Precision.Description = "auto, fp32 or bf16: the same as --set training.precision=... [default: the study's].";
        Precision.DefaultValueFactory = null;
    }

    private Argument<string> File { get; }

    private Option<string?> Output { get; } =
        new("--output") { Description = "Folder of the results [default: out/NAME].", HelpName = "DIR" };

    private Option<string[]> Sets { get; } = CommonOptions.Sets();

    private Option<string> Precision { get; } = CommonOptions.Precision();

    private Option<long?> Seed { get; } =
        new("--seed") { Description = "Refused: a study names the seeds of its models, and --set puts others." };

    private Option<int?> Count { get; } = CommonOptions.Threads();

    public void AddTo(Command command)
    {
        command.Arguments.Add(File);
        foreach (Option option in (Option[])[Output, Sets, CommonOptions.NoCache, Precision, Seed, Count]) command.Options.Add(option);
    }

    /// <exception cref="InvalidOptionsException">No study, or one that a run is not to change this way.</exception>
    public Study Read(ParseResult parsed)
    {
        if (parsed.GetValue(Seed) is { } number)
            throw new InvalidOptionsException($"--seed: a study names its seeds; --set 'models[0].seeds=[{number}]' puts others");
        string[] sets = parsed.GetValue(Sets) ?? [];
        if (parsed.GetValue(Precision) is { } format) sets = [$"training.precision={format}", .. sets];
        string file = parsed.GetValue(File)!;
        // A file of one's own comes first.
        if (System.IO.File.Exists(file) || Path.HasExtension(file)) return StudyFile.Read(file, sets);
        if (ShippedStudies.Find(file) is { } shipped) return StudyFile.Parse(shipped, file, sets);
        if (Suggestion.Nearest(file, ShippedStudies.Names) is { } near)
            throw new StrataException($"{Foreign.Quoted(file)} is neither a file nor a study of the program's; did you mean '{near}'?");
        return StudyFile.Read(StandardInput.InPlaceOf(file), sets);
    }

    /// <summary>The output folder, which lies outside of the images.</summary>
    public string Folder(ParseResult parsed, Study study)
    {
        string directory = parsed.GetValue(Output) ?? Path.Combine("out", study.Name);
        OutputFiles.RequireOutside(study.Data.Source, ("--output", directory));
        return directory;
    }

    public int Threads(ParseResult parsed) => parsed.GetValue(Count) ?? Runtime.Threads.Available();

    /// <summary>The command as it would be typed again.</summary>
    public static string Typed(ParseResult parsed)
        => string.Join(' ', parsed.Tokens.Select(t => t.Value.Any(c => !char.IsLetterOrDigit(c) && !"-_./:=,@+[]".Contains(c))
            ? $"'{t.Value.Replace("'", "'\\''")}'" : t.Value).Prepend("strata"));
}
