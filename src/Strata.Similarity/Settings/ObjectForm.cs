using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Settings;

/// <summary>An object with known members.</summary>
/// <param name="defaults">What holds for members that are not given.</param>
/// <param name="check">Finds what members say only together: the name of the one to blame, and the problem.</param>
internal sealed class ObjectForm<T>(T defaults, IReadOnlyList<Member<T>> members,
    Func<T, IEnumerable<(string Member, string Problem)>>? check = null) : Form<T>
{
    public override T? Read(Given given, string path, Problems problems)
    {
        if (given.Kind != JsonValueKind.Object)
        {
            problems.Add(given, path, $"{given.Shown} is not an object in {{ }}");
            return default;
        }
        int before = problems.All.Count;
        T result = defaults;
        var seen = new HashSet<string>();
        foreach ((string name, Given value) in given.Members)
        {
            string at = path.Length == 0 ? name : $"{path}.{name}";
            if (!seen.Add(name)) problems.Add(value, at, "is given twice");
            else if (members.FirstOrDefault(m => m.Name == name) is { } member) result = member.Read(result, value, at, problems);
            else problems.Add(value, at, $"unknown member{Suggestion.For(name, members.Select(m => m.Name))}");
        }
        foreach (Member<T> missing in members.Where(m => m.Required && !seen.Contains(m.Name)))
            problems.Add(given, path, $"'{missing.Name}' is missing: {missing.Description}");
        if (check is not null && problems.All.Count == before)
        {
            foreach ((string name, string problem) in check(result)) problems.Add(given[name] ?? given, path.Length == 0 ? name
                : $"{path}.{name}", problem);
        }
        return result;
    }

    public override JsonNode Write(T value)
    {
        var result = new JsonObject();
        foreach (Member<T> member in members.Where(m => m.IsWritten(value))) result[member.Name] = member.Write(value);
        return result;
    }

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (Member<T> member in members)
        {
            JsonObject schema = member.Schema();
            schema["description"] = member.Description;
            if (!member.Required && member.IsWritten(defaults) && member.Write(defaults) is { } value) schema["default"] = value;
            properties[member.Name] = schema;
        }
        var result = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (members.Any(m => m.Required))
            result["required"] = new JsonArray([.. members.Where(m => m.Required).Select(m => (JsonNode)m.Name)]);
        return result;
    }
}
