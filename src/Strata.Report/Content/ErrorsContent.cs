using Strata.Analysis.Populations;
using Strata.Data;

namespace Strata.Report;

/// <summary>Two populations of models compared by their errors.</summary>
public sealed record ErrorsContent
{
    /// <summary>Of the artifact: A~B.</summary>
    public required string Name { get; init; }

    /// <summary>Name of one of A's models.</summary>
    public required string ModelA { get; init; }

    /// <summary>Name of one of B's models.</summary>
    public required string ModelB { get; init; }

    public required PopulationComparison Comparison { get; init; }

    /// <summary>Names of the classes, in order of label.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>PNG files of the most different examples, by their index.</summary>
    public IReadOnlyDictionary<int, byte[]> Pictures { get; init; } = new Dictionary<int, byte[]>();

    /// <summary>Images for the page, by their index; null where none were kept.</summary>
    public ImageSheet? Gallery { get; init; }

    internal string ClassName(int label) => label < Classes.Count ? Classes[label] : $"{label}";
}
