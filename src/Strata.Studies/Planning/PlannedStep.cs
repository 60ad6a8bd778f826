using System.Text.Json.Serialization;

namespace Strata.Studies.Planning;

/// <summary>A piece of work that one process does at a time: what it makes, what must be there before, and what it takes.</summary>
public sealed record PlannedStep
{
    /// <summary>Names it within its plan, such as <c>model-cifar10-resnet38-1x-s0-3f9a1c</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What the user reads.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<Artifact> Makes { get; init; }

    /// <summary>Ids of the steps that make what it is made from.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>That compute; results keep their bits only for this number.</summary>
    public required int Threads { get; init; }

    /// <summary>0: it takes milliseconds.</summary>
    public required double MultiplyAdds { get; init; }

    /// <summary>The most memory that its process holds; 0 where it is not known.</summary>
    public long Bytes { get; init; }

    /// <summary>Goes on without those of its needs that could not be made.</summary>
    public bool OfFamily { get; init; }

    /// <summary>Whether it takes milliseconds, so that many of them go together.</summary>
    [JsonIgnore]
    public bool IsLight => MultiplyAdds == 0;
}
