using System.Text.Json.Nodes;
using Strata.Studies;

namespace Strata.Cli.Completion;

/// <summary>What <c>--set</c> may begin with: the members of a study, and the values of those that are one of a few words.</summary>
internal static class StudyPaths
{
    public static IEnumerable<string> All() => Of("", (JsonObject)JsonNode.Parse(StudyFile.Schema())!);

    private static IEnumerable<string> Of(string path, JsonObject schema)
    {
        if (schema["properties"] is JsonObject members)
            return members.Where(member => member.Value is JsonObject && member.Key[0] != '$')
                .SelectMany(member => Of(path.Length == 0 ? member.Key : $"{path}.{member.Key}", (JsonObject)member.Value!));
        if (schema["items"] is JsonObject { } items && items.ContainsKey("properties")) return Of($"{path}[0]", items);
        return [$"{path}=", .. (schema["enum"] as JsonArray ?? []).Select(value => $"{path}={value}")];
    }
}
