using Strata.Settings;

namespace Strata.Models.Families;

/// <summary>
/// The options of all families as settings: the command line and study files take any of them, and the family that is meant says what
/// it has and what values may be.
/// </summary>
public static class FamilySettings
{
    /// <summary>Axes first; what several families have is there once.</summary>
    public static IReadOnlyList<Member<FamilyValues>> All { get; } =
    [
        .. from family in ModelFamilies.All from option in family.Options where !option.Hidden
           group (family, option) by option.Name into same select Of(same.Key, [.. same]),
    ];

    /// <summary>What holds for an option that is not given, where all families that have it agree.</summary>
    internal static FamilyValues Standard { get; } = ModelFamilies.All.SelectMany(family => family.Options)
        .GroupBy(option => option.Name, option => option.Standard).Where(same => same.Distinct().Count() == 1 && same.First() is not null)
        .Aggregate(FamilyValues.None, (values, same) => values.With(same.Key, same.First()!));

    private static Member<FamilyValues> Of(string name, (IModelFamily Family, FamilyOption Option)[] same)
    {
        string says = string.Join(" ", same.GroupBy(each => Says(each.Option)).Select(group
            => $"{string.Join(", ", group.Select(each => each.Family.Name))}: {group.Key}"));
        return same[0].Option switch
        {
            FamilyOption.Whole => new Member<FamilyValues, int?>(name,
                new OptionalForm<int>(new NumberForm<int>(new(int.MinValue, int.MaxValue))), v => (int?)v.Find(name),
                (v, value) => With(v, name, value), says)
            { Required = same.All(each => each.Option.Standard is null) },
            FamilyOption.Number => new Member<FamilyValues, double?>(name,
                new OptionalForm<double>(new NumberForm<double>(new(double.MinValue, double.MaxValue))), v => (double?)v.Find(name),
                (v, value) => With(v, name, value), says),
            FamilyOption.Switch => new Member<FamilyValues, bool>(name, new SwitchForm(), v => (bool)v.Find(name)!,
                (v, value) => v.With(name, value),
                says),
            _ => new Member<FamilyValues, string>(name,
                new ChoiceForm<string>([.. same.SelectMany(each => ((FamilyOption.Choice)each.Option).Words).Distinct()
                    .Select(word => (word, word))]),
                v => (string)v.Find(name)!, (v, value) => v.With(name, value), says),
        };
    }

    private static FamilyValues With<T>(FamilyValues values, string name, T? value) where T : struct
        => value is { } given ? values.With(name, given) : values;

    /// <summary>What an option is, with what it may be and its default.</summary>
    internal static string Says(FamilyOption option)
        => option.Says + option switch
        {
            FamilyOption.Switch => "",
            FamilyOption.Choice => $" [default {(string)option.Standard!}]",
            _ => $" [{option.Expected}{(option.Standard is { } standard ? $", default {option.Format(standard)}" : "")}]",
        };
}
