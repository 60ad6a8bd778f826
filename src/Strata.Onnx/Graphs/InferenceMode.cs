using global::Onnx;

namespace Strata.Onnx.Graphs;

/// <summary>
/// A graph that was written in training mode, as it answers: batch norms by their running statistics, no dropout.
/// </summary>
internal static class InferenceMode
{
    /// <returns>Operators that were changed.</returns>
    public static int Set(GraphProto graph)
    {
        HashSet<string> taken = [.. graph.Node.SelectMany(node => node.Input), .. graph.Output.Select(output => output.Name)];
        int changed = 0;
        foreach (NodeProto node in graph.Node.Where(node => node.Domain.Length == 0))
        {
            if (node.OpType == "BatchNormalization" && !node.Output.Skip(1).Any(taken.Contains))
            {
                AttributeProto[] modes = [.. node.Attribute.Where(attribute => attribute.Name == "training_mode" && attribute.I != 0)];
                if (modes.Length == 0 && node.Output.Count == 1) continue;
                foreach (AttributeProto mode in modes) node.Attribute.Remove(mode);
                while (node.Output.Count > 1) node.Output.RemoveAt(node.Output.Count - 1);
                changed++;
            }
            else if (node.OpType == "Dropout" && node.Input.Count > 2)
            {
                node.Input.RemoveAt(2);
                changed++;
            }
        }
        return changed;
    }
}
