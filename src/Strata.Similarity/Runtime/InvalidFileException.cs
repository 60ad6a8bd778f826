namespace Strata.Runtime;

/// <summary>A file that is missing, truncated, inconsistent or hostile.</summary>
public sealed class InvalidFileException(string path, string problem, Exception? inner = null)
    : StrataException($"{Foreign.Path(path)}: {problem}", inner)
{
    /// <summary>The file, or the archive and its member as <c>archive!member</c>.</summary>
    public string Path { get; } = path;

    /// <summary>What was found, where in the file, and what was expected.</summary>
    public string Problem { get; } = problem;
}
