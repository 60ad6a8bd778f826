using System.CommandLine;
using Strata.Studies;

namespace Strata.Cli;

/// <summary>What commands take beside a study to run it: where results go, what of it is changed, on how many threads.</summary>
internal class StudyOptions
{
    public StudyOptions()
    {
        Precision.Description = "auto, fp32 or bf16: the same as --set training.precision=... [default: the study's].";
        Precision.DefaultValueFactory = null;
    }

    private Option<string?> Output { get; } =
        new("--output") { Description = "Folder of the results [default: out/NAME].", HelpName = "DIR" };

    private Option<string[]> Sets { get; } = CommonOptions.Sets();

    private Option<string> Precision { get; } = CommonOptions.Precision();

    private Option<long?> Seed { get; } =
        new("--seed") { Description = "Refused: a study names the seeds of its models, and --set puts others." };

    private Option<int?> Count { get; } = CommonOptions.Threads();

    public virtual void AddTo(CheckedCommand command)
    {
        foreach (Option option in (Option[])[Output, Sets, CommonOptions.NoCache, Precision, Seed, Count]) command.Options.Add(option);
        command.Checks.Add(given => given.Whole(Seed) is { } number
            ? [$"--seed: a study names its seeds; --set 'models[0].seeds=[{number}]' puts others"] : []);
    }

    /// <summary>Values that are put into the study, as <c>path=value</c>.</summary>
    public IReadOnlyList<string> Changes(ParseResult parsed)
    {
        string[] sets = parsed.GetValue(Sets) ?? [];
        return parsed.GetValue(Precision) is { } format ? [$"training.precision={format}", .. sets] : sets;
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
        => string.Join(' ', parsed.Tokens.Select(token => ShellWord.Of(token.Value)).Prepend("strata"));
}
