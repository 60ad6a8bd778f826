using System.CommandLine;
using System.Text.Json;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Cli.Commands;

/// <summary><c>strata blocks</c>: the verdict on block structure for any similarity matrix of a model with itself.</summary>
internal static class BlocksCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var matrix = new Argument<string>("CKA")
        {
            Description =
            "An .npy file [layers, layers], or - for standard input; a layers_a.json beside it names the layers."
        };
        var components = new Option<string?>("--components")
        {
            Description =
            "An .npy file [layers]: the share of variance of each layer's first principal component."
        };
        var windows = new SettingOptions<BlockOptions>(new(), BlockSettings.Windows);
        var dominance = new SettingOptions<BlockOptions>(new(), BlockSettings.Components, when: "With --components: ");
        var noInput = new Option<bool>("--no-input") { Description = "Index 0 is a layer, not the input." };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new CheckedCommand("blocks",
            "Finds the block structure in a similarity matrix.\n\nExample: strata blocks comparison/cka.npy --components components.npy")
        {
            matrix, components, windows, dominance, noInput, json,
        };
        command.Checks.Add(given => given.Has(components) ? []
            : dominance.All.Where(given.Has).Select(idle => $"{idle.Name} only goes with --components"));
        command.SetAction(parsed =>
        {
            BlockOptions options = dominance.Read(parsed, windows.Read(parsed)) with { HasInput = !parsed.GetValue(noInput) };
            string path = StandardInput.InPlaceOf(parsed.GetValue(matrix)!);
            Manifest.Check(path);
            RequireCka(path);
            double[,] cka = NpyFile.ReadMatrix(path);
            if (BlockStructure.Problem(cka) is { } problem) throw new InvalidFileException(path, problem);
            IReadOnlyList<LayerInfo>? layers = ReadLayers(path, cka.GetLength(0));
            if (layers is not null && !layers[0].IsInput) options = options with { HasInput = false };
            double[]? shares = parsed.GetValue(components) is { } file
                ? ReadShares(StandardInput.InPlaceOf(file), cka.GetLength(0)) : null;
            BlockStructure found = BlockStructure.Detect(cka, options, shares, layers);
            if (found.Asymmetry > 1e-6)
                Console.Error.WriteLine(
                    $"warning: {path}: a value and its mirror image differ by up to {found.Asymmetry:0.0e-0}; the mean of both is used");
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(found, s_json));
            else Print(found, cka.GetLength(0), layers);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>P1 and P2 say what a block is of CKA alone, of rows as they came.</summary>
    private static void RequireCka(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!File.Exists(Path.Combine(folder, Manifest.FileName))) return;
        Manifest made = Manifest.Read(folder);
        if (made.Kind != "similarity") return;
        string? measure = made.Options["measure"]?.ToString();
        if (measure is not (null or "cka"))
            throw new InvalidFileException(path, $"is similarity by {Foreign.Words(measure)}; blocks are defined by CKA alone");
        if (made.Options["shuffled"]?.ToString() == "true")
            throw new InvalidFileException(path, "is of shuffled rows, which have no blocks");
    }

    private static IReadOnlyList<LayerInfo>? ReadLayers(string matrix, int count)
    {
        string path = Path.Combine(Path.GetDirectoryName(matrix) ?? "", "layers_a.json");
        if (!File.Exists(path)) return null;
        Manifest.Check(path);
        IReadOnlyList<LayerInfo> layers = LayerList.Read(path);
        return layers.Count == count ? layers
            : throw new InvalidFileException(path, $"lists {layers.Count} layers, expected {count} as in {matrix}");
    }

    private static double[] ReadShares(string path, int count)
    {
        Manifest.Check(path);
        using NpyReader reader = NpyFile.Open(path);
        if (reader.Shape is not [int length] || length != count)
            throw new InvalidFileException(path,
                $"has shape [{string.Join(", ", reader.Shape)}], expected [{count}], a share for each layer");
        double[] shares = reader.ReadAll();
        // Shares are computed in floating point; 1 and a last bit is 1.
        int wrong = Array.FindIndex(shares, value => value is < -1e-6 or > 1 + 1e-6);
        return wrong < 0 ? shares
            : throw new InvalidFileException(path, $"holds {shares[wrong]} at [{wrong}], expected shares from 0 to 1, or NaN");
    }

    private static void Print(BlockStructure found, int count, IReadOnlyList<LayerInfo>? layers)
    {
        Console.WriteLine(found.Verdict);
        foreach (BlockWindow window in found.Windows.Take(5))
            Console.WriteLine(
                $"  layers {window.First}-{window.Last}{Ends(window)}: {window.Share:P1} of {count} layers, mean CKA {window.Mean:0.000}"
                + (window.DominatedLayers is { } ruled ? $", {ruled} of them dominated" : "")
                + (found.LargeWindows.Count > 1 && window.First == found.First ? "; the verdict rests on this window" : ""));
        if (found.Windows.Count > 5) Console.WriteLine($"  and {found.Windows.Count - 5} shorter windows");
        if (found.Verdict == BlockStructure.Undefined) Console.WriteLine("  no two layers have a defined similarity");
        else if (found.Windows.Count == 0) Console.WriteLine("  no two neighbouring layers are similar");
        if (found.UndefinedLayers.Count > 0)
        {
            IEnumerable<string> names = found.UndefinedLayers.Take(5).Select(i => layers is null ? $"{i}" : $"{i} ({layers[i].Name})");
            Console.WriteLine(
                $"  undefined, and in no window: {found.UndefinedLayers.Count} of {count} layers: "
                + $"{string.Join(", ", names)}{(found.UndefinedLayers.Count > 5 ? ", …" : "")}");
        }
        if (found.F90 is { } above)
            Console.WriteLine($"  pairs of layers above 0.9: {above:P1}{(found.UndefinedLayers.Count > 0 ? " of those defined" : "")}");
        if (found.Components is { } components)
            Console.WriteLine(
                $"  layers with a dominant first component: {components.Layers} ({components.Share:P1}), {components.LayersInWindow} of "
                + "them in the window that the verdict rests on");
        foreach (string note in found.Notes) Console.WriteLine($"  note: {note}");
        BlockOptions used = found.Thresholds;
        Console.WriteLine(
            $"  thresholds: mean CKA {used.Threshold}, window {used.Share:P1} of the layers"
            + (found.Components is null ? "" : $", component {used.ComponentShare} in {used.ComponentLayers:P1} of the layers")
            + $"; {(used.HasInput ? "layer 0 is the input" : "no input")}");
    }

    private static string Ends(BlockWindow window)
        => window.FirstLayer is null ? ""
        : $" ({window.FirstLayer}{Stage(window.FirstStage)} to {window.LastLayer}{Stage(window.LastStage)})";

    private static string Stage(int? stage) => stage is null ? "" : $", stage {stage}";
}
