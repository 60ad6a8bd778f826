using System.Text.Json.Serialization;
using Strata.Runtime;

namespace Strata.Analysis;

/// <summary>How a collapse is measured.</summary>
public sealed record CollapseOptions
{
    /// <summary>A class-balanced subset of so many test examples; null: all.</summary>
    /// <remarks>Not written where it is null: collapses of all examples keep the key that they had before there was a choice.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxExamples { get; init; }

    /// <exception cref="InvalidOptionsException">A value out of range.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        ComponentRanges.MaxExamples.Check("maxExamples", MaxExamples, problems);
        if (problems.Count > 0) throw new InvalidOptionsException(problems);
    }
}
