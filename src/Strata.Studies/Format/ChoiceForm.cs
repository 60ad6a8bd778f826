using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Studies.Format;

/// <summary>One of a few names.</summary>
internal sealed class ChoiceForm<T>(params IReadOnlyList<(string Name, T Value)> choices) : Form<T>
{
    public override T? Read(Node node, string path, Problems problems)
    {
        if (node.Kind == JsonValueKind.String && choices.Any(c => c.Name == node.Text))
            return choices.First(c => c.Name == node.Text).Value;
        string names = string.Join(", ", choices.Select(c => c.Name));
        problems.Add(node, path, node.Kind == JsonValueKind.String
            ? $"{node.Shown} is unknown{Suggestion.For(node.Text, choices.Select(c => c.Name))}" : $"{node.Shown} is not one of {names}");
        return default;
    }

    public override JsonNode Write(T value) => choices.First(c => EqualityComparer<T>.Default.Equals(c.Value, value)).Name;

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. choices.Select(c => (JsonNode)c.Name)]) };
}
