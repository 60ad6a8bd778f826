using Strata.Onnx.Graphs;

namespace Strata.Onnx.Layers;

/// <summary>What an exporter took apart into operators: one layer of its last, the others are its pieces.</summary>
/// <param name="Output">The last operator.</param>
/// <param name="Kind">Such as <c>ln</c>.</param>
/// <param name="Pieces">The others.</param>
internal sealed record Composition(GraphNode Output, string Kind, IReadOnlyCollection<GraphNode> Pieces);
