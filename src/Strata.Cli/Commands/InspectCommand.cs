using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Strata.Checkpoints;
using Strata.Models;

namespace Strata.Cli.Commands;

/// <summary><c>strata inspect</c>: what a model is made of.</summary>
internal static class InspectCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A weights file that Strata wrote." };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("inspect", "Lists layers, shapes, parameters and multiply-adds.\n\nExample: strata inspect model.safetensors") { model, json };
        command.SetAction(parsed =>
        {
            ModelSpec spec = ModelFile.ReadSpec(parsed.GetValue(model)!);
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(new { spec.Name, architecture = spec.Metadata, parameters = spec.ParameterCount, spec.MultiplyAdds, spec.Layers }, s_json));
            else Print(spec);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(ModelSpec spec)
    {
        var parameters = spec.Parameters.Where(p => p.Trainable).ToLookup(p => p.Name[..p.Name.LastIndexOf('.')], p => p.Count);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("index", "layer", "kind", "stage", "block", "shape", "parameters");
        foreach (LayerInfo layer in spec.Layers)
        {
            long count = parameters[layer.Kind == "logits" ? "head" : layer.Name].Sum();
            table.AddRow($"{layer.Index}", Markup.Escape(layer.Name), layer.Kind, $"{layer.Stage}", $"{layer.Block}", string.Join(" × ", layer.Shape), count > 0 ? $"{count:N0}" : "");
        }
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{spec.Name}: {spec.Layers.Count} layers, {spec.ParameterCount:N0} parameters, {spec.MultiplyAdds:N0} multiply-adds per image");
    }
}
