using Strata.Runtime;

namespace Strata.Studies.Work;

/// <summary>Another process makes the same artifact, or has just made it.</summary>
/// <param name="folder">The working folder.</param>
/// <param name="by">Who, in words.</param>
internal sealed class HeldException(string folder, string by) : StrataException($"{folder}: is another's to make: {by}")
{
    public string By { get; } = by;

    /// <summary>What was not there when this process was told to make it, and is there now.</summary>
    public static HeldException Made(string folder) => new(folder, "another run");
}
