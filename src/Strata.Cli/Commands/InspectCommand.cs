using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Engine;
using Strata.Models;
using Strata.Onnx;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Cli.Commands;

/// <summary><c>strata inspect</c>: what a model is made of.</summary>
internal static class InspectCommand
{
    /// <summary>Images of a step of training whose memory is told.</summary>
    private static readonly int Steps = new TrainingOptions().Batch;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = CommonOptions.AnyModel };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        SettingOptions<ModelReading> reading = CommonOptions.ModelReading();
        var command = new Command("inspect",
            "Lists layers, shapes, parameters and multiply-adds.\n\nExample: strata inspect model.safetensors") { model, json, reading };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            if (OnnxNetwork.IsOne(path))
            {
                InspectedGraph.Show(OnnxNetwork.Read(path, reading.Read(parsed)), parsed.GetValue(json));
                return ExitCode.Done;
            }
            ModelHeader header = ModelFile.ReadHeader(path, reading.Read(parsed));
            ModelSpec spec = header.Spec;
            int[][]? kept = Pruning.Kept(spec, header.Metadata);
            string? prunedFrom = header.Metadata.GetValueOrDefault(Pruning.PrunedFrom);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    spec.Name,
                    architecture = spec.Metadata,
                    parameters = spec.ParameterCount,
                    spec.MultiplyAdds,
                    memory = new
                    {
                        pass = NetworkMemory.Process + NetworkMemory.OfPass(spec.Graph, TrainedModel.Batch),
                        trainingBf16 = NetworkMemory.Process + Training(spec, true),
                        trainingFp32 = NetworkMemory.Process + Training(spec, false),
                    },
                    normalize = header.Normalization?.ToString(),
                    header.Origin,
                    keptBlocks = kept,
                    prunedFrom,
                    spec.Layers
                }, s_json));
            else Print(header, kept, prunedFrom);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Of a process that trains with the standard batch and optimizer, without its images.</summary>
    private static long Training(ModelSpec spec, bool bf16)
        => NetworkMemory.OfTraining(spec.Graph, Steps, bf16, moments: 1, evaluated: TrainedModel.Batch, Threads.Available());

    private static string Memory(long bytes) => MachineMemory.Gibibytes(NetworkMemory.Process + bytes);

    private static void Print(ModelHeader header, int[][]? kept, string? prunedFrom)
    {
        ModelSpec spec = header.Spec;
        var parameters = spec.Graph.Nodes.ToLookup(node => spec.Graph.LayerOf(node)?.Name,
            node => spec.Graph.ParametersOf(node).Where(p => p.Trainable).Sum(p => p.Count));
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("index", "layer", "kind", "stage", "block", "shape", "parameters");
        // Where a line is narrow, a name in two pieces is of no use.
        table.Columns[1].NoWrap();
        foreach (LayerInfo layer in spec.Layers)
        {
            long count = parameters[layer.Name].Sum();
            table.AddRow($"{layer.Index}", Markup.Escape(layer.Name), layer.Kind, $"{layer.Stage}", $"{layer.Block}",
                string.Join(" × ", layer.Shape), count > 0 ? $"{count:N0}" : "");
        }
        TableOutput.Write(table);
        Console.WriteLine(
            $"{spec.Name}: {spec.Layers.Count} layers, {spec.ParameterCount:N0} parameters, {spec.MultiplyAdds:N0} multiply-adds "
            + "per image");
        string pass = Memory(NetworkMemory.OfPass(spec.Graph, TrainedModel.Batch));
        Console.WriteLine($"memory: a pass over {TrainedModel.Batch} images takes about {pass}; training by steps of {Steps} "
            + $"{Memory(Training(spec, true))} in bf16, {Memory(Training(spec, false))} in fp32");
        string images = header.Normalization is { } normalization ? $"normalised by {normalization}" : "as they are";
        if (header.Origin is { } origin)
            Console.WriteLine($"from {origin.Format}{(origin.Place.Length > 0 ? $", in {Foreign.Quoted(origin.Place)}" : "")}, with the "
                + $"names of {origin.Layout}; images {images}{(origin.Assumed is { } assumed ? $"; assumed: {assumed}" : "")}");
        else Console.WriteLine($"images {images}");
        if (kept is null) return;
        string stages = string.Join("; ",
            kept.Select((blocks, stage) => $"stage {stage}: {(blocks.Length == 0 ? "none" : string.Join(", ", blocks))}"));
        Console.WriteLine(
            "pruned; blocks that remain, numbered as in the "
            + $"original{(prunedFrom is null ? "" : $" ({prunedFrom[..Math.Min(12, prunedFrom.Length)]})")}; {stages}");
    }
}
