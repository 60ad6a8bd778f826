using System.IO.Enumeration;

namespace Strata.Reliability.Mutations;

/// <summary>Paths by patterns in which a star stands for part of one name.</summary>
internal static class Glob
{
    public static IEnumerable<string> Matches(IEnumerable<string> paths, string pattern)
    {
        string[] parts = pattern.Split('/');
        return paths.Where(path => path.Split('/') is var names && names.Length == parts.Length
            && parts.Zip(names).All(pair => FileSystemName.MatchesSimpleExpression(pair.First, pair.Second, ignoreCase: false)));
    }
}
