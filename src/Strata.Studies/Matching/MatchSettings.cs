using Strata.Runtime;
using Strata.Settings;

namespace Strata.Studies.Matching;

/// <summary>Every option of a search for a width, described once.</summary>
public static class MatchSettings
{
    public static IReadOnlyList<Member<MatchOptions>> All { get; } =
    [
        new Member<MatchOptions, int>("confirm", new NumberForm<int>(new OptionRange<int>(2, 1000)), m => m.Confirm,
            (m, v) => m with { Confirm = v }, "Networks of each population, of fresh seeds, that a width is confirmed with."),
        new Member<MatchOptions, double>("within", new NumberForm<double>(new OptionRange<double>(0, 100, Above: true)), m => m.Within,
            (m, v) => m with { Within = v },
            "Percentage points that the mean accuracies may differ by; the difference's 95 % interval must contain 0 as well."),
        new Member<MatchOptions, int>("rounds", new NumberForm<int>(new OptionRange<int>(1, 20)), m => m.Rounds,
            (m, v) => m with { Rounds = v }, "Widths that are tried at most; each goes by all that was trained before."),
    ];
}
