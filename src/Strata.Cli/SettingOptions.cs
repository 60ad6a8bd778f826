using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>The options that were given, put into others; where a line is only checked, those that are right by themselves.</summary>
    public T Read(CommandResult given, T onto)
        => _all.Where(each => given.GetResult(each.Option) is { Implicit: false } result && !result.Errors.Any())
            .Aggregate(onto, (options, each) => each.Member.Read(options, GivenTo(each, given), "", new Problems()));

    public T Read(ParseResult parsed, T onto) => Read(parsed.CommandResult, onto);

    public T Read(ParseResult parsed) => Read(parsed, defaults);

    /// <summary>What options say only together, a sentence for each problem.</summary>
    public IEnumerable<string> Check(CommandResult given)
        => check is null || !IsWhole(given) ? []
            : check(Read(given, defaults)).Select(found => $"{OptionOf(found.Member)}: {found.Problem}");

    /// <summary>False where an option is wrong by itself, which it tells: what would be made of it could only mislead.</summary>
    private bool IsWhole(CommandResult given) => _all.All(each => given.GetResult(each.Option)?.Errors.Any() != true);

    /// <summary>What the library says of a setting, as said of the option: <c>mlpRatio: …</c> is <c>--mlp-ratio: …</c>.</summary>
    public string Said(string problem)
        => problem.IndexOf(':', StringComparison.Ordinal) is int end and > 0 && _all.Any(each => each.Member.Name == problem[..end])
            ? OptionOf(problem[..end]) + problem[end..] : problem;

    private string OptionOf(string member)
        => _all.FirstOrDefault(each => each.Member.Name == member).Option?.Name ?? $"--{SettingsTable.Kebab(member)}";

    private Given GivenTo((Member<T> Member, Option Option) each, CommandResult given)
        => each.Option is Option<bool> option ? State(each.Member, given.GetValue(option))
            : Given.Typed(given.GetValue((Option<string?>)each.Option)!, each.Option.Name);

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
        if (member.Schema()["enum"] is JsonArray choices) option.CompletionSources.Add([.. choices.Select(choice => $"{choice}")]);
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
