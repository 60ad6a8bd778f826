using Strata.Onnx.Layers;

namespace Strata.Onnx.Running;

/// <summary>A part of a graph that runs at once, for layers that fit into memory together.</summary>
/// <param name="Runner">The part; owned by it.</param>
/// <param name="Inputs">Tensors that it takes: the images, or what earlier parts gave.</param>
/// <param name="Layers">That it gives, in order of execution.</param>
/// <param name="Passed">Tensors that it gives to later parts.</param>
/// <param name="Done">Tensors of earlier parts that none after it takes.</param>
internal sealed record Segment(GraphRunner Runner, IReadOnlyList<string> Inputs, IReadOnlyList<LayerTensor> Layers,
    IReadOnlyList<string> Passed, IReadOnlyList<string> Done) : IDisposable
{
    public void Dispose() => Runner.Dispose();
}
