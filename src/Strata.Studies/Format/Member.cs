using System.Text.Json.Nodes;

namespace Strata.Studies.Format;

/// <summary>A named part of an object.</summary>
internal abstract class Member<T>(string name, string description)
{
    public string Name { get; } = name;
    public string Description { get; } = description;
    public bool Required { get; init; }

    /// <summary>False for what a study file may say but a study does not keep.</summary>
    public bool Written { get; init; } = true;

    public abstract T Read(T target, Node node, string path, Problems problems);
    public abstract JsonNode? Write(T from);
    public abstract JsonObject Schema();
}

/// <inheritdoc/>
internal sealed class Member<T, V>(string name, Form<V> form, Func<T, V> get, Func<T, V, T> set, string description)
    : Member<T>(name, description)
{
    public override T Read(T target, Node node, string path, Problems problems)
    {
        int before = problems.All.Count;
        V? value = form.Read(node, path, problems);
        return problems.All.Count == before ? set(target, value!) : target;
    }

    public override JsonNode? Write(T from) => form.Write(get(from));

    public override JsonObject Schema() => form.Schema();
}
