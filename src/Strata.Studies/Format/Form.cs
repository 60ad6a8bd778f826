using System.Text.Json.Nodes;

namespace Strata.Studies.Format;

/// <summary>
/// The one description of a part of the study file: it reads and checks, it writes, and it gives the JSON schema, so that the three cannot
/// drift apart.
/// </summary>
internal abstract class Form<T>
{
    /// <summary>Reads a value; what is wrong is added to the problems, and what comes back is then of no use.</summary>
    public abstract T? Read(Node node, string path, Problems problems);

    public abstract JsonNode? Write(T value);

    public abstract JsonObject Schema();
}
