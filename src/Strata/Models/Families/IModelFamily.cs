using Strata.Models.Graph;

namespace Strata.Models.Families;

/// <summary>
/// A family of networks that grow wider or deeper: its options, and the network that they stand for. All else — layers, weights, costs,
/// training, what can be pruned, collapsed or probed — follows from the graph. docs/extend/family.md shows how to add one.
/// </summary>
public interface IModelFamily
{
    /// <summary>As commands, studies and weights files name it, such as <c>resnet-cifar</c>.</summary>
    string Name { get; }

    /// <summary>One sentence: what it is, and where it comes from.</summary>
    string Says { get; }

    /// <summary>The first two are <c>depth</c>, a whole number, and <c>width</c>, a number, the axes of a study.</summary>
    IReadOnlyList<FamilyOption> Options { get; }

    /// <summary>
    /// What makes values that are each in their range no network of the family, such as a depth between two that it has, or images too
    /// small. Each sentence begins with the name of the option or of classes, channels, size, and a colon.
    /// </summary>
    /// <param name="values">Every option, each in its range.</param>
    /// <param name="images">Null while they are not known; what depends on them is not told then.</param>
    IEnumerable<string> Problems(FamilyValues values, ImageShape? images);

    /// <summary>The network: a list of operations in order of execution.</summary>
    NetworkGraph Build(FamilyValues values, ImageShape images, int classes);

    /// <summary>A short name of depth, width and what <see cref="FamilyOption.InLabel"/> marks, such as <c>resnet38-1x</c>; letters,
    /// digits, dots and dashes.</summary>
    string Label(FamilyValues values);

    /// <summary>What a network is, of what <see cref="FamilyOption.InLabel"/> marks, as prose writes it before depth and width:
    /// <c>ResNet</c>.</summary>
    string Title(FamilyValues values);

    /// <summary>What is written behind a width: <c>x</c> behind a multiplier.</summary>
    string WidthUnit => "x";

    /// <summary>Values of a network of few layers with the operations of this one, whose speed tells that of this one.</summary>
    FamilyValues Shallow(FamilyValues values);
}
