using Strata.Data;
using Strata.Runtime;

namespace Strata.Models.Layouts;

/// <summary>
/// How another program names the tensors of a network that a family here has, and what images it gives to it. Names and shapes say which
/// network it is.
/// </summary>
public abstract class ModelLayout
{
    internal static readonly Normalization ImageNet = Normalization.Parse("0.485,0.456,0.406/0.229,0.224,0.225", null);

    /// <summary>As <c>--layout</c> names it.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence: whose, which networks, what preprocessing.</summary>
    public abstract string Says { get; }

    /// <summary>The network whose tensors these are.</summary>
    /// <param name="size">Height and width of the images, where the user says so; null: as the layout has it.</param>
    /// <returns>Null for names that are not of this layout.</returns>
    /// <exception cref="InvalidOptionsException">Its names, but a network that no family has.</exception>
    internal abstract LayoutMatch? Match(LayoutTensors tensors, int? size);
}
