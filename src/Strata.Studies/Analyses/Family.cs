namespace Strata.Studies.Analyses;

/// <summary>Who of a family takes part in an analysis of it, and who is left out and why.</summary>
/// <param name="Members">Names of models.</param>
/// <param name="LeftOut">A sentence for each of the others: it diverged, could not be made, or did not learn.</param>
internal sealed record Family(IReadOnlyList<string> Members, IReadOnlyList<string> LeftOut)
{
    /// <summary>The findings where too few are left.</summary>
    public Findings TooFew => new()
    {
        Nothing = $"{Members.Count} of {Members.Count + LeftOut.Count} models can be used, expected 2 or more",
        LeftOut = LeftOut,
    };

    /// <param name="work">Its inputs hold every model by its name.</param>
    /// <param name="roles">Inputs that a model must have beside itself; null: none.</param>
    public static Family Of(AnalysisWork work, Func<string, IEnumerable<string>>? roles = null)
    {
        var members = new List<string>();
        var leftOut = new List<string>();
        foreach (string model in work.Analysis.Models)
        {
            string? missing = (roles?.Invoke(model) ?? []).Prepend(model).FirstOrDefault(work.Missing.ContainsKey);
            string? problem = missing is null ? Learning.Problem(work.Inputs[model]) : work.Missing[missing];
            if (problem is null) members.Add(model);
            else leftOut.Add($"{model} is left out: {problem}");
        }
        return new(members, leftOut);
    }

    /// <summary>The members that a result names; null where it names none, as before any could be left out.</summary>
    public static IReadOnlyList<string>? MembersIn(string folder, string file) => AnalysisWork.ReadJson<Named>(folder, file).Models;

    private sealed record Named
    {
        public IReadOnlyList<string>? Models { get; init; }
    }
}
