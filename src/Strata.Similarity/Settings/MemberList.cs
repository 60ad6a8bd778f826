namespace Strata.Settings;

/// <summary>What can be asked of all members of some options at once.</summary>
internal static class MemberList
{
    /// <summary>A sentence for every option that is not what it may be.</summary>
    public static IEnumerable<string> ProblemsOf<T>(this IEnumerable<Member<T>> members, T options)
        => members.Select(member => member.Problem(options)).OfType<string>();

    /// <summary>The members as those of what contains a <typeparamref name="T"/>.</summary>
    public static IEnumerable<Member<TOuter>> Within<T, TOuter>(this IEnumerable<Member<T>> members, Func<TOuter, T> get,
        Func<TOuter, T, TOuter> set)
        => members.Select(member => member.Within(get, set));
}
