using System.Text.Json.Nodes;

namespace Strata.Settings;

/// <summary>
/// The one description of what a value may be: it reads and checks, it writes, and it gives the JSON schema and the words of help and
/// messages, so that none of them can drift apart.
/// </summary>
internal abstract class Form<T>
{
    /// <summary>What a value may be, such as <c>a whole number from 1 to 1000</c>; empty where a description has to say it.</summary>
    public virtual string Values => "";

    /// <summary>Reads a value; what is wrong is added to the problems, and what comes back is then of no use.</summary>
    public abstract T? Read(Given given, string path, Problems problems);

    public abstract JsonNode? Write(T value);

    public abstract JsonObject Schema();

    /// <summary>What is wrong with a value that was not read but made, or null; goes on from its name.</summary>
    public virtual string? Problem(T value) => null;
}
