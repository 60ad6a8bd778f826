using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>
/// A comparison on disk: cka.npy, or values.npy of another measure, stderr.npy, examples.npy, layers_a.json, layers_b.json and
/// manifest.json, perhaps with components' cosines and shares.
/// </summary>
public static class SimilarityFolder
{
    private const string Cka = "cka.npy", Others = "values.npy", Errors = "stderr.npy", Examples = "examples.npy";
    private const string LayersA = "layers_a.json", LayersB = "layers_b.json";
    private const string Cosines = "component_cosines.npy", SharesA = "component_shares_a.npy", SharesB = "component_shares_b.npy";

    /// <summary>All files that <see cref="Write"/> may make.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [Cka, Others, Errors, Examples, LayersA, LayersB, Cosines, SharesA, SharesB,
        Manifest.FileName];

    /// <summary>Writes into an existing folder that nobody reads yet; the caller makes it visible by a rename.</summary>
    /// <param name="manifest">Gets the undefined layers among its results.</param>
    public static void Write(string directory, SimilarityMatrix matrix, Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var results = (JsonObject)manifest.Results.DeepClone();
        foreach ((string name, JsonNode? value) in WriteArrays(directory, matrix)) results[name] = value?.DeepClone();
        (manifest with { Results = results }).Write(directory);
    }

    /// <summary>Everything but the manifest.</summary>
    /// <returns>What belongs among the manifest's results, for <see cref="Read"/>.</returns>
    public static JsonObject WriteArrays(string directory, SimilarityMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        NpyFile.Write(Path.Combine(directory, ValuesOf(matrix.Measure)), matrix.Values);
        NpyFile.Write(Path.Combine(directory, Errors), matrix.StandardErrors);
        NpyFile.Write(Path.Combine(directory, Examples), matrix.Examples);
        LayerList.Write(Path.Combine(directory, LayersA), matrix.LayersA);
        LayerList.Write(Path.Combine(directory, LayersB), matrix.LayersB);
        if (matrix.Components is { } components)
        {
            NpyFile.Write(Path.Combine(directory, Cosines), components.Cosines);
            NpyFile.Write(Path.Combine(directory, SharesA), components.SharesA, components.SharesA.Length);
            NpyFile.Write(Path.Combine(directory, SharesB), components.SharesB, components.SharesB.Length);
        }
        return new JsonObject
        {
            ["undefined"] = JsonSerializer.SerializeToNode([.. matrix.Undefined], SimilarityJson.Default.UndefinedLayerArray),
            ["within"] = matrix.Within,
            ["exampleSource"] = matrix.ExampleSource,
            ["examplesHash"] = matrix.ExamplesHash,
        };
    }

    /// <exception cref="InvalidFileException">A file is missing, damaged, or does not fit the others.</exception>
    public static SimilarityMatrix Read(string directory)
    {
        Manifest manifest = Manifest.ReadWhole(directory);
        string path = Path.Combine(directory, Manifest.FileName);
        string measure = JsonFile.Guard(path, "manifest of a similarity",
            () => manifest.Options["measure"]?.GetValue<string>() ?? SimilarityMatrix.Cka, line: null), file = ValuesOf(measure);
        double[,] values = NpyFile.ReadMatrix(Path.Combine(directory, file)),
            errors = NpyFile.ReadMatrix(Path.Combine(directory, Errors));
        double[,] order = NpyFile.ReadMatrix(Path.Combine(directory, Examples));
        IReadOnlyList<LayerInfo> a = LayerList.Read(Path.Combine(directory, LayersA)), b = LayerList.Read(Path.Combine(directory, LayersB));
        foreach ((string name, double[,] array) in new[] { (file, values), (Errors, errors) })
        {
            if (array.GetLength(0) != a.Count || array.GetLength(1) != b.Count)
                throw new InvalidFileException(Path.Combine(directory, name),
                    $"is [{array.GetLength(0)}, {array.GetLength(1)}], expected [{a.Count}, {b.Count}] as {LayersA} and {LayersB} say");
        }
        int[,] examples = new int[order.GetLength(0), order.GetLength(1)];
        for (int i = 0; i < order.GetLength(0); i++)
        {
            for (int j = 0; j < order.GetLength(1); j++) examples[i, j] = (int)order[i, j];
        }
        SimilarityMatrix matrix = JsonFile.Guard(path, "manifest of a similarity", () => new SimilarityMatrix
        {
            Measure = measure,
            Values = values,
            StandardErrors = errors,
            LayersA = a,
            LayersB = b,
            Examples = examples,
            Undefined = manifest.Results["undefined"].Deserialize(SimilarityJson.Default.UndefinedLayerArray) ?? [],
            Warnings = manifest.Warnings,
            Components = manifest.Lists(Cosines) ? ReadComponents(directory) : null,
            Within = manifest.Results["within"]?.GetValue<bool>() ?? false,
            ExampleSource = manifest.Results["exampleSource"]?.GetValue<string>(),
        }, line: null);
        string? hash = JsonFile.Guard(path, "manifest of a similarity", () => manifest.Results["examplesHash"]?.GetValue<string>()
            ?? "", line: null);
        // Where a manifest of an earlier version does not say, there is nothing to hold the file against.
        return hash is "" || hash == matrix.ExamplesHash
            ? matrix
            : throw new InvalidFileException(Path.Combine(directory, Examples),
                $"holds another order of examples (hash {matrix.ExamplesHash[..8]}) than {Manifest.FileName} says "
                + $"({Foreign.Quoted(hash)})");
    }

    private static string ValuesOf(string measure) => measure == SimilarityMatrix.Cka ? Cka : Others;

    private static BatchComponents? ReadComponents(string directory)
    {
        if (!File.Exists(Path.Combine(directory, Cosines))) return null;
        return new()
        {
            Cosines = NpyFile.ReadMatrix(Path.Combine(directory, Cosines)),
            SharesA = ReadAll(SharesA),
            SharesB = ReadAll(SharesB)
        };

        double[] ReadAll(string name)
        {
            using NpyReader reader = NpyFile.Open(Path.Combine(directory, name));
            return reader.ReadAll();
        }
    }
}
