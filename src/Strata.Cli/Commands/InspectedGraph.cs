using System.Text.Json;
using Spectre.Console;
using Strata.Models;
using Strata.Onnx;

namespace Strata.Cli.Commands;

/// <summary>What <c>strata inspect</c> says of an ONNX graph.</summary>
internal static class InspectedGraph
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Show(OnnxNetwork network, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                network.Name,
                format = "ONNX",
                network.Opset,
                network.Producer,
                network.Operators,
                weights = network.WeightCount,
                network.Channels,
                network.Height,
                network.Width,
                network.Batch,
                normalize = network.Normalization?.ToString(),
                logits = network.Logits is { } answer ? network.Layers[answer].Name : null,
                network.Layers,
            }, s_json));
            return;
        }
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("index", "layer", "kind", "shape", "auto");
        table.Columns[1].NoWrap();
        foreach (LayerInfo layer in network.Layers)
            table.AddRow($"{layer.Index}", Markup.Escape(layer.Name), Markup.Escape(layer.Kind), string.Join(" × ", layer.Shape),
                layer.IsDetail ? "" : "yes");
        TableOutput.Write(table);
        string producer = network.Producer.Length > 0 ? $", written by {network.Producer}" : "";
        Console.WriteLine($"{network.Name}: ONNX with operators of version {network.Opset}{producer}; {network.Operators} operators, "
            + $"{network.WeightCount:N0} numbers in weights; {network.Layers.Count} layers, of which auto takes "
            + $"{network.Layers.Count(layer => !layer.IsDetail)}");
        string batch = network.Batch is { } fix ? $"{fix} at once" : "any number at once";
        Console.WriteLine($"images of {network.Channels}×{network.Height}×{network.Width}, {batch}, "
            + (network.Normalization is { } normalization ? $"normalised by {normalization}" : "as they are, from 0 to 1"));
        Console.WriteLine(network.Logits is { } logits ? $"it answers by {network.Layers[logits].Name}"
            : "no output has a number for each class: it can be compared, and predicts nothing");
    }
}
