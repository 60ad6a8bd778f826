namespace Strata.Runtime;

/// <summary>What an interrupted work left to go on from is damaged, or belongs to other work: whoever may can begin anew.</summary>
public sealed class UnusableStateException(string path, string problem, Exception? inner = null)
    : StrataException($"{Foreign.Path(path)}: {problem}; delete this file, or give --restart, to begin anew", inner)
{
    public string Path { get; } = path;

    /// <summary>What is wrong, without the way on.</summary>
    public string Problem { get; } = problem;
}
