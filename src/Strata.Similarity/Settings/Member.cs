using System.Text.Json.Nodes;

namespace Strata.Settings;

/// <summary>
/// One option, described once: the library checks by it, and the study's member, its schema, the option of the command line, help and the
/// reference page follow from it.
/// </summary>
public abstract class Member<T>
{
    internal Member(string name, string description) => (Name, Description) = (name, description);

    /// <summary>As in a study file, such as <c>learningRate</c>; the command line's is <c>--learning-rate</c>.</summary>
    public string Name { get; }

    /// <summary>A sentence or two.</summary>
    public string Description { get; }

    /// <summary>What it may be, in words; empty where the description says it.</summary>
    public abstract string Values { get; }

    public bool Required { get; init; }

    /// <summary>Whether it is true or false, and so an option without a value on the command line.</summary>
    public abstract bool IsSwitch { get; }

    /// <summary>False for what a study file may say but a study does not keep.</summary>
    internal bool Written { get; init; } = true;

    /// <summary>Which options have it; null: all.</summary>
    internal Func<T, bool>? WrittenIn { get; init; }

    /// <summary>Whether these options are written with this member.</summary>
    internal virtual bool IsWritten(T from) => Written && WrittenIn?.Invoke(from) != false;

    internal abstract T Read(T target, Given given, string path, Problems problems);
    internal abstract JsonNode? Write(T from);
    internal abstract JsonObject Schema();

    /// <summary>What is wrong with this part of options that were not read but made, or null; begins with the name.</summary>
    internal abstract string? Problem(T from);

    /// <summary>The same as a member of what contains a <typeparamref name="T"/>.</summary>
    internal Member<TOuter> Within<TOuter>(Func<TOuter, T> get, Func<TOuter, T, TOuter> set)
        => new Inner<TOuter>(this, get, set) { Required = Required, Written = Written };

    private sealed class Inner<TOuter>(Member<T> own, Func<TOuter, T> get, Func<TOuter, T, TOuter> set)
        : Member<TOuter>(own.Name, own.Description)
    {
        public override string Values => own.Values;
        public override bool IsSwitch => own.IsSwitch;

        internal override bool IsWritten(TOuter from) => own.IsWritten(get(from));

        internal override TOuter Read(TOuter target, Given given, string path, Problems problems)
            => set(target, own.Read(get(target), given, path, problems));

        internal override JsonNode? Write(TOuter from) => own.Write(get(from));
        internal override JsonObject Schema() => own.Schema();
        internal override string? Problem(TOuter from) => own.Problem(get(from));
    }
}

/// <inheritdoc/>
internal sealed class Member<T, V>(string name, Form<V> form, Func<T, V> get, Func<T, V, T> set, string description)
    : Member<T>(name, description)
{
    public Form<V> Form => form;
    public override string Values => form.Values;
    public override bool IsSwitch => form is SwitchForm;

    internal override T Read(T target, Given given, string path, Problems problems)
    {
        int before = problems.All.Count;
        V? value = form.Read(given, path, problems);
        return problems.All.Count == before ? set(target, value!) : target;
    }

    internal override JsonNode? Write(T from) => form.Write(get(from));
    internal override JsonObject Schema() => form.Schema();
    internal override string? Problem(T from) => form.Problem(get(from)) is { } problem ? $"{Name}: {problem}" : null;
}
