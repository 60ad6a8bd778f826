using System.Text.Json.Serialization;

namespace Strata.Models;

/// <summary>One observed output of a network: an entry of the layer axis of every figure and matrix.</summary>
/// <param name="Index">Place in order of execution, from 0.</param>
/// <param name="Name">Such as <c>stages.0.2.conv1</c>.</param>
/// <param name="Kind">One of input, conv, bn, relu, projection, add, pool, flatten, logits, or what the family adds.</param>
/// <param name="Stage">0-based; null for input, stem and head.</param>
/// <param name="Block">0-based within the stage; null for input, stem and head.</param>
/// <param name="Shape">Without the dimension of the examples.</param>
public sealed record LayerInfo(int Index, string Name, string Kind, int? Stage, int? Block, int[] Shape)
{
    /// <summary>True for what nobody would call a layer, such as a transposition in a graph of another program.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDetail { get; init; }

    /// <summary>Whether it holds the images themselves, of which the network has computed nothing yet.</summary>
    [JsonIgnore]
    public bool IsInput => Kind == "input";

    /// <summary>Numbers per example.</summary>
    public long Features => Shape.Aggregate(1L, (product, size) => product * size);
}
