using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Settings;

/// <summary>One of a few names.</summary>
internal sealed class ChoiceForm<T>(params IReadOnlyList<(string Name, T Value)> choices) : Form<T>
{
    public override string Values => choices.Count == 1 ? choices[0].Name
        : $"{string.Join(", ", choices.SkipLast(1).Select(c => c.Name))} or {choices[^1].Name}";

    public override T? Read(Given given, string path, Problems problems)
    {
        if (given.Kind == JsonValueKind.String && choices.Any(c => c.Name == given.Text))
            return choices.First(c => c.Name == given.Text).Value;
        problems.Add(given, path, given.Kind == JsonValueKind.String
            ? $"{given.Shown} is unknown{Suggestion.For(given.Text, choices.Select(c => c.Name))}" : $"{given.Shown} is not {Values}");
        return default;
    }

    public override JsonNode Write(T value) => choices.First(c => EqualityComparer<T>.Default.Equals(c.Value, value)).Name;

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. choices.Select(c => (JsonNode)c.Name)]) };

    public override string? Problem(T value)
        => choices.Any(c => EqualityComparer<T>.Default.Equals(c.Value, value)) ? null : $"{value} is not {Values}";
}
