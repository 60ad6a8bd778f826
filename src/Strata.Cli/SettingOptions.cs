using System.CommandLine;
using System.Text.Json;
using Strata.Runtime;
using Strata.Settings;

namespace Strata.Cli;

/// <summary>
/// The options of a command that settings of the library describe: the member <c>weightDecay</c> is <c>--weight-decay</c>.
/// </summary>
/// <param name="defaults">What holds for options that are not given; help shows it.</param>
/// <param name="check">Finds what options say only together: the member to blame, and the problem.</param>
/// <param name="when">What help says before each description, such as <c>With --block: </c>.</param>
/// <param name="showDefaults">False where what is left out comes from elsewhere.</param>
internal sealed class SettingOptions<T>(T defaults, IEnumerable<Member<T>> members, string when = "", bool showDefaults = true,
    Func<T, IEnumerable<(string Member, string Problem)>>? check = null)
{
    private readonly (Member<T> Member, Option Option)[] _all =
        [.. members.Select(member => (member,
            member.IsSwitch ? (Option)Switch(member, defaults, when) : Value(member, defaults, when, showDefaults)))];

    public IEnumerable<Option> All => _all.Select(each => each.Option);

    /// <summary>The option of a member.</summary>
    public Option this[string name] => _all.First(each => each.Member.Name == name).Option;

    /// <summary>The options that were given, put into others; they were checked when the line was parsed.</summary>
    /// <exception cref="InvalidOptionsException">What they say together cannot be.</exception>
    public T Read(ParseResult parsed, T onto)
    {
        T read = _all.Where(each => parsed.GetResult(each.Option) is { Implicit: false })
            .Aggregate(onto, (options, each) => each.Member.Read(options, GivenTo(each, parsed), "", new Problems()));
        string[] problems = [.. (check?.Invoke(read) ?? []).Select(found => $"--{SettingsTable.Kebab(found.Member)}: {found.Problem}")];
        return problems.Length == 0 ? read : throw new InvalidOptionsException(problems);
    }

    public T Read(ParseResult parsed) => Read(parsed, defaults);

    private Given GivenTo((Member<T> Member, Option Option) each, ParseResult parsed)
        => each.Option is Option<bool> given ? State(each.Member, parsed.GetValue(given))
            : Given.Typed(parsed.GetValue((Option<string?>)each.Option)!, each.Option.Name);

    /// <summary>What is so by default is put off.</summary>
    private static Option<bool> Switch(Member<T> member, T defaults, string when)
        => new(member.OptionOf(defaults)) { Description = when + member.Description };

    private Given State(Member<T> member, bool given) => new()
    {
        Place = member.Name,
        Kind = given != member.Write(defaults)!.GetValue<bool>() ? JsonValueKind.True : JsonValueKind.False,
    };

    private static Option<string?> Value(Member<T> member, T defaults, string when, bool showDefault)
    {
        var option = new Option<string?>(member.OptionOf(defaults)) { Description = Says(member, when), Required = member.Required };
        if (showDefault && !member.Required && member.Text(defaults) is { Length: > 0 } text) option.DefaultValueFactory = _ => text;
        option.Validators.Add(result =>
        {
            if (result is not { Implicit: false, Tokens: [var token] }) return;
            var problems = new Problems();
            member.Read(defaults, Given.Typed(token.Value, option.Name), "", problems);
            foreach (string problem in problems.All) result.AddError(problem);
        });
        return option;
    }

    private static string Says(Member<T> member, string when)
        => $"{when}{member.Description}{(member.Values.Length > 0 ? $" [{member.Values}]" : "")}";
}
