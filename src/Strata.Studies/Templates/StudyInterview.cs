using System.Text.Json;
using Strata.Runtime;

namespace Strata.Studies.Templates;

/// <summary>A few questions in lines of text, whose answers make a study of a template.</summary>
public sealed class StudyInterview(TextReader answers, TextWriter questions)
{
    /// <summary>Asked where the template says something there.</summary>
    private static readonly (string Path, string Question)[] s_questions =
    [
        ("data.source", "Images"),
        ("data.fractions", "Shares of the training images"),
        ("models[0].files", "Files of the models, with * and ?"),
        ("models[0].depth", "Depths"),
        ("models[0].width", "Widths"),
        ("models[0].seeds", "Seeds of each network"),
        ("training.learningRate", "Learning rates"),
        ("training.epochs", "Epochs"),
        ("name", "Name of the study"),
    ];

    /// <summary>Asks until every answer can be; nothing typed means what stands in brackets. Null where the answers end before.</summary>
    public (StudyTemplate Template, IReadOnlyList<string> Sets)? Ask()
    {
        questions.WriteLine("What do you want to know?");
        int widest = StudyTemplate.All.Max(template => template.Name.Length);
        foreach (var (index, each) in StudyTemplate.All.Index())
            questions.WriteLine($"  {index + 1}  {each.Name.PadRight(widest)}  {each.Says}");
        StudyTemplate? template = null;
        while (template is null)
        {
            if (Answer("Number or name", "1") is not { } typed) return null;
            template = StudyTemplate.All.Where((each, index) => each.Name == typed || $"{index + 1}" == typed).FirstOrDefault();
        }
        var sets = new List<string>();
        foreach ((string path, string question) in s_questions)
        {
            if (template.ValueAt(path) is not { } standard) continue;
            string shown = standard.Trim('[', ']').Replace("\"", "", StringComparison.Ordinal);
            for (bool fine = false; !fine;)
            {
                if (Answer(question, shown) is not { } typed) return null;
                if (typed == shown) break;
                string set = $"{path}={(typed.Contains(',') && typed[0] != '[' ? ListOf(typed) : typed)}";
                string[] problems = ProblemsOf(template, [.. sets, set]);
                foreach (string problem in problems) questions.WriteLine($"  {problem}");
                fine = problems.Length == 0;
                if (fine) sets.Add(set);
            }
        }
        return (template, sets);
    }

    private string? Answer(string question, string standard)
    {
        questions.Write($"{question} [{standard}]: ");
        questions.Flush();
        return answers.ReadLine()?.Trim() is { } typed ? typed.Length == 0 ? standard : typed : null;
    }

    /// <summary>Numbers as they are, all else in quotes.</summary>
    private static string ListOf(string typed)
        => $"[{string.Join(',', typed.Split(',', StringSplitOptions.TrimEntries).Select(part => double.TryParse(part,
            System.Globalization.CultureInfo.InvariantCulture, out _) ? part : JsonSerializer.Serialize(part.Trim('"'))))}]";

    private static string[] ProblemsOf(StudyTemplate template, IReadOnlyList<string> sets)
    {
        try
        {
            template.Study(sets);
            return [];
        }
        catch (InvalidOptionsException wrong)
        {
            return [.. wrong.Problems];
        }
    }
}
