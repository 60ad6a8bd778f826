namespace Strata.Runtime;

/// <summary>What lies at a path, links followed.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or a link to nothing.</summary>
    Missing,

    /// <summary>Something in a folder that this user may not look into.</summary>
    Denied,
    File,
    Folder,
    Pipe,
    Socket,
    Device,
}
