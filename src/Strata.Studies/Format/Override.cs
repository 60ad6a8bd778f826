using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Strata.Runtime;
using Strata.Settings;

namespace Strata.Studies.Format;

/// <summary>One <c>--set path=value</c>: a value put into a study before it is checked.</summary>
internal static partial class Override
{
    /// <summary>Such as <c>training</c>, <c>.epochs</c> and <c>[0]</c>.</summary>
    [GeneratedRegex(@"\G(?:(?:^|\.)(?<name>[A-Za-z$][A-Za-z0-9]*)|\[(?<index>[0-9]{1,6})\])")]
    private static partial Regex Step();

    /// <summary>Gives the problem, or null when the value was put in.</summary>
    public static string? Apply(Given root, string text)
    {
        string[] parts = text.Split('=', 2);
        string path = parts[0].Trim(), place = $"--set {path}";
        Match[] steps = Step().Matches(path).ToArray();
        if (parts.Length != 2 || steps.Length == 0 || steps.Sum(s => s.Length) != path.Length)
            return $"--set {Foreign.Words(text)}: expected path=value such as training.epochs=2 or models[0].seeds=1";

        Given at = root;
        foreach (Match step in steps[..^1])
        {
            if (Child(at, step) is not { } child)
            {
                if (!step.Groups["name"].Success || at.Kind != JsonValueKind.Object) return Nowhere(step);
                child = new Given { Place = place, Kind = JsonValueKind.Object };
                at.Members.Add((step.Groups["name"].Value, child));
            }
            at = child;
        }

        Given value = Parse(parts[1], place);
        Match last = steps[^1];
        if (last.Groups["name"].Success && at.Kind == JsonValueKind.Object)
        {
            string name = last.Groups["name"].Value;
            int there = at.Members.FindIndex(m => m.Name == name);
            at.Members.RemoveAll(m => m.Name == name);
            at.Members.Insert(there < 0 ? at.Members.Count : there, (name, value));
            return null;
        }
        if (Child(at, last) is null || last.Groups["name"].Success) return Nowhere(last);
        at.Items[int.Parse(last.Groups["index"].Value, CultureInfo.InvariantCulture)] = value;
        return null;

        string Nowhere(Match step) => $"{place}: the study has no {path[..(step.Index + step.Length)]}";
    }

    /// <summary>What stands at a path, or null.</summary>
    public static Given? Find(Given root, string path)
        => Step().Matches(path).Aggregate((Given?)root, (at, step) => at is null ? null : Child(at, step));

    private static Given? Child(Given at, Match step)
        => step.Groups["name"].Success ? at[step.Groups["name"].Value]
            : int.Parse(step.Groups["index"].Value, CultureInfo.InvariantCulture) is var i && i < at.Items.Count ? at.Items[i] : null;

    /// <summary>What is no JSON is a string, so that names need no quotes within the shell's quotes.</summary>
    private static Given Parse(string text, string place)
    {
        try
        {
            Given value = Given.Parse(Encoding.UTF8.GetBytes(text), _ => place);
            return value.Kind != JsonValueKind.Number ? value
                : new() { Place = place, Kind = value.Kind, Text = value.Text, MayBeWord = true };
        }
        catch (JsonException)
        {
            return new Given { Place = place, Kind = JsonValueKind.String, Text = text };
        }
    }
}
