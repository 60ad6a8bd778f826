using System.Text.Json.Nodes;

namespace Strata.Reliability.Mutations;

/// <summary>A member of an object or an element of an array.</summary>
internal sealed record JsonPlace(JsonNode Parent, string? Name, int Index)
{
    public JsonNode? Value => Name is null ? Parent[Index] : Parent[Name];

    /// <summary>All places below a node.</summary>
    public static IEnumerable<JsonPlace> In(JsonNode? node)
    {
        IEnumerable<JsonPlace> places = node switch
        {
            JsonObject members => members.Select(member => new JsonPlace(members, member.Key, -1)).ToList(),
            JsonArray elements => Enumerable.Range(0, elements.Count).Select(i => new JsonPlace(elements, null, i)).ToList(),
            _ => [],
        };
        return places.SelectMany(place => In(place.Value).Prepend(place));
    }

    public void Replace(JsonNode? value)
    {
        if (Name is null) Parent[Index] = value?.DeepClone();
        else Parent[Name] = value?.DeepClone();
    }

    public void Remove()
    {
        if (Name is null) Parent.AsArray().RemoveAt(Index);
        else Parent.AsObject().Remove(Name);
    }

    public void Add(JsonNode? value)
    {
        if (Name is null) Parent.AsArray().Insert(Index, value);
        else Parent[$"{Name}s"] = value;
    }
}
