using Strata.Report;

namespace Strata.Studies.Reproduction;

/// <summary>
/// A figure or table of a paper, as data: its claim, the study that measures it at each scale, and the rule by which the measurement
/// agrees or not. A new one is a new class and a line in <see cref="PublishedFigures"/>.
/// </summary>
public abstract class PublishedFigure
{
    /// <summary>As typed: <c>figure-2</c>, <c>figure-d6</c>, <c>table-b1</c>.</summary>
    public abstract string Id { get; }

    /// <summary>What is shown, in a few words.</summary>
    public abstract string Shows { get; }

    /// <summary>What the paper says of it, in one sentence.</summary>
    public abstract string Claim { get; }

    /// <summary>The published verdict or numbers, with their place.</summary>
    public abstract string Published { get; }

    /// <summary>When a measurement agrees, when it disagrees; otherwise it cannot tell.</summary>
    public abstract string Rule { get; }

    /// <summary>The paper's images.</summary>
    public virtual string Images => "CIFAR-10";

    /// <summary>As people write it: <c>Figure D.6</c>.</summary>
    public virtual string Name => Id.Split('-') is [var kind, var number]
        ? $"{char.ToUpperInvariant(kind[0])}{kind[1..]} "
            + (char.IsLetter(number[0]) ? $"{char.ToUpperInvariant(number[0])}.{number[1..]}" : number)
        : Id;

    /// <summary>A study whose page judges the claim.</summary>
    public Study StudyAt(Scale scale) => Measure(scale) with
    {
        Name = $"{Id}-{scale.Name()}",
        Report = new() { Title = $"{Name}: {Shows}", Claim = Id },
    };

    /// <summary>Networks, recipe and analyses; name and page are the same for all.</summary>
    internal abstract Study Measure(Scale scale);

    /// <summary>What was found of every part of the claim.</summary>
    internal abstract IEnumerable<ClaimFinding> Judge(Evidence evidence);
}
