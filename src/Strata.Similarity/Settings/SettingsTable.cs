using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Settings;

/// <summary>Options as a table of Markdown.</summary>
internal static class SettingsTable
{
    /// <summary>A line for each member: its name in a study, its option of a command, what it may be, its default, its sentence.</summary>
    /// <param name="option">How a member is called on the command line; null: not at all.</param>
    public static string Of<T>(T defaults, IEnumerable<Member<T>> members, Func<Member<T>, string?> option)
    {
        var table = new StringBuilder("| study | command | what it may be | default | |\n|---|---|---|---|---|\n");
        static string Code(string? text) => string.IsNullOrEmpty(text) ? "" : $"`{text}`";
        foreach (Member<T> member in members)
        {
            string[] cells = [Code(member.Name), Code(option(member)), member.Values, Code(member.Text(defaults)), member.Description];
            table.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        }
        return table.ToString();
    }

    /// <summary>Such as <c>--weight-decay</c>; <c>--no-within</c> for what is so by default.</summary>
    public static string OptionOf<T>(this Member<T> member, T defaults)
        => (member.IsSwitch && member.Write(defaults)!.GetValue<bool>() ? "--no-" : "--") + Kebab(member.Name);

    public static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    /// <summary>The value as it is typed; empty for null and nothing.</summary>
    public static string Text<T>(this Member<T> member, T from) => Text(member.Write(from));

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(',', list.Select(Text)),
        JsonValue single when single.TryGetValue(out string? text) => text,
        _ => value.ToJsonString(),
    };
}
