using System.CommandLine;
using Strata.Report;

namespace Strata.Cli;

/// <summary>What a study came to, for the terminal: warnings go to standard error, the answer to standard output.</summary>
internal static class AnswerOutput
{
    /// <summary>Warnings beyond these are on the page.</summary>
    private const int MostWarnings = 10;

    private const string Hint = "hint: a lower training.learningRate, a training.warmUp or more training.epochs often help; "
        + "--set training.learningRate=RATE tries one, and trains only what it changes";

    public static void Write(ParseResult parsed, StudyAnswer answer)
    {
        if (CommonOptions.Say(parsed) is { } say)
        {
            foreach (string warning in answer.Warnings.Take(MostWarnings)) say($"warning: {warning}");
            if (answer.Warnings.Count - MostWarnings is > 0 and var more)
                say($"{more} more {(more == 1 ? "warning is" : "warnings are")} on the page");
            if (answer.Unlearned is not null) say(Hint);
        }
        foreach (string sentence in answer.Sentences) Console.WriteLine(sentence);
        if (answer.Unlearned is { } unlearned) Console.WriteLine(unlearned);
    }
}
