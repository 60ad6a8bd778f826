using System.Text.Json.Nodes;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Activations;

/// <summary>
/// Where representations come from: a trained model on a set of images, or arrays on disk. Layers are visited one after the other and
/// each is reduced inside its visit, so that each thread never holds more than a batch of a few layers.
/// </summary>
public interface IActivationSource : IDisposable
{
    /// <summary>What to call it in messages and figures.</summary>
    string Name { get; }

    IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>How many examples there are to choose from.</summary>
    int ExampleCount { get; }

    /// <summary>Labels of the examples, or null where they are unknown.</summary>
    IReadOnlyList<int>? Labels { get; }

    /// <summary>Identifies the examples: comparing sources over different examples is refused where both are known.</summary>
    string? ExamplesHash { get; }

    /// <summary>How a model that Strata did not write was read, for manifests; null where there is nothing to say.</summary>
    JsonObject? Reading => null;

    /// <summary>
    /// How a layer follows from an earlier one by scaling its channels; null where it does not. A comparison of both then asks for the
    /// earlier alone.
    /// </summary>
    ChannelScaling? ScalingOf(int layer) => null;

    /// <summary>Unit roundoff of a layer's numbers as they are stored: examples that differ by no more are equal.</summary>
    double Roundoff(int layer) => UnitRoundoff.OfSingle;

    /// <summary>
    /// Runs the given examples and shows the output of each wanted layer, in order of execution. Several threads may visit at once, each
    /// other examples.
    /// </summary>
    /// <param name="examples">Indices in [0, ExampleCount).</param>
    /// <param name="wanted">Indices of layers, ascending.</param>
    /// <param name="visit">
    /// Called with the layer's index and its output [examples, ...], in double precision where it is stored in more than single.
    /// The numbers belong to the source and live until the visit returns.
    /// </param>
    void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit);
}
