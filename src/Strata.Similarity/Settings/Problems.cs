using Strata.Runtime;

namespace Strata.Settings;

/// <summary>What is wrong with options or a study, gathered until all of it is known.</summary>
internal sealed class Problems
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(Given at, string path, string problem)
        => _all.Add(path.Length == 0 ? $"{at.Place}: {problem}" : $"{at.Place}: {Foreign.Words(path)}: {problem}");
}
