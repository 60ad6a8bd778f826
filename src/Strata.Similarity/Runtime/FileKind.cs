namespace Strata.Runtime;

/// <summary>What lies at a path.</summary>
public enum FileKind
{
    /// <summary>Nothing, or a link to nothing.</summary>
    Missing,

    /// <summary>Something in a folder that this user may not look into.</summary>
    Denied,
    File,
    Folder,

    /// <summary>Where links are not followed.</summary>
    Link,
    Pipe,
    Socket,
    Device,
}
