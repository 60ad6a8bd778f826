namespace Strata.Report;

/// <summary>What a study says first, in sentences for any reader: the page begins with it, and a run ends with it.</summary>
/// <param name="Sentences">One for each published claim, for each factor that the study varies, and for populations.</param>
/// <param name="Unlearned">Of networks that did not learn and are evidence of nothing; null: all did.</param>
/// <param name="Warnings">Each once, with what it is about.</param>
public sealed record StudyAnswer(IReadOnlyList<string> Sentences, string? Unlearned, IReadOnlyList<string> Warnings)
{
    internal static StudyAnswer Of(StudyView study)
    {
        var answer = new Answer(study);
        return new([.. study.Shown<ClaimCard>().SelectMany(claim => claim.Sentences), .. answer.Sentences], answer.Unlearned,
            [.. study.Warnings.GroupBy(warning => warning.Text).Select(same => Subjects(same.Select(w => w.Subject)) + same.Key)]);
    }

    /// <summary>The first of many stands for all.</summary>
    private static string Subjects(IEnumerable<string> subjects)
        => subjects.Where(subject => subject != "").Distinct().ToArray() switch
        {
            [] => "",
            [var only] => $"{only}: ",
            [var first, .. var others] => $"{first} and {others.Length} more: ",
        };
}
