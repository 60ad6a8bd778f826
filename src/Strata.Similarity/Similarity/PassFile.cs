using Strata.Checkpoints;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>The sums of a pass as a safetensors file with a checksum: the numbers as they are, what decides them as metadata.</summary>
internal static class PassFile
{
    private const string Format = "strata sums of a pass 1", What = "sums of a pass", ProcessorName = "processor";

    /// <summary>Stands for a layer without a unit.</summary>
    private const int NoUnit = int.MinValue;

    /// <param name="deciding">Everything that decides the sums.</param>
    public static void Write(string path, PassSums sums, IReadOnlyDictionary<string, string> deciding)
    {
        var metadata = new Dictionary<string, string> { ["format"] = Format, [ProcessorName] = sums.Processor };
        foreach ((string name, string value) in deciding) metadata[name] = value;
        (int a, int b) = (sums.A.Count, sums.B.Count);
        var tensors = new List<KeyValuePair<string, TensorData>>
        {
            new("cross", new([a, b], sums.Cross)),
            new("variances", new([a, b], sums.Variances)),
        };
        foreach ((string side, PassLayers layers) in new[] { ("a", sums.A), ("b", sums.B) })
        {
            double[] terms = [.. layers.Terms.SelectMany(t => new[] { t.Self, t.Scale, t.Spread, t.Lost })];
            tensors.Add(new($"terms.{side}", new([layers.Count, 4], terms)));
            tensors.Add(new($"units.{side}", new([layers.Count], layers.Units.Select(unit => unit ?? NoUnit).ToArray())));
        }
        if (sums.Components is { } components)
        {
            tensors.Add(new("components.cosines", new([a, b], components.Cosines)));
            tensors.Add(new("components.shares.a", new([a], components.SharesA)));
            tensors.Add(new("components.shares.b", new([b], components.SharesB)));
            tensors.Add(new("components.weight", new([1], new[] { components.Weight })));
        }
        SafetensorsFile.Write(path, metadata, tensors, seal: true);
    }

    /// <param name="countA">Layers of the rows.</param>
    /// <param name="countB">Layers of the columns.</param>
    /// <param name="components">Whether first components are compared too.</param>
    /// <param name="deciding">What the sums must have been decided by.</param>
    /// <exception cref="UnusableStateException">It is damaged, or of another comparison.</exception>
    public static PassSums Read(string path, int countA, int countB, bool components, IReadOnlyDictionary<string, string> deciding)
    {
        try
        {
            SafetensorsContent file = SafetensorsFile.Read(path);
            if (file.Metadata.GetValueOrDefault("format") is var format && format != Format)
                throw new InvalidFileException(path, $"has the format {Foreign.Quoted(format)}, expected '{Format}'");
            if (file.Integrity != SafetensorsIntegrity.Whole)
                throw new InvalidFileException(path, "is damaged: its checksum is that of other content");
            foreach ((string name, string expected) in deciding)
                if (file.Metadata.GetValueOrDefault(name) is var found && found != expected)
                    throw new InvalidFileException(path, $"holds sums of another comparison: {name} is {Short(found)}, expected "
                        + Short(expected));
            return new(Layers("a", countA), Layers("b", countB), Doubles("cross", countA, countB), Doubles("variances", countA, countB),
                components ? Components() : null)
            { Processor = file.Metadata.GetValueOrDefault(ProcessorName, "") };

            PassLayers Layers(string side, int count)
            {
                double[] terms = Doubles($"terms.{side}", count, 4);
                return new([.. terms.Chunk(4).Select(t => new LayerTerms(t[0], t[1], t[2], t[3]))],
                    [.. Numbers<int>($"units.{side}", count).Select(unit => unit == NoUnit ? (int?)null : unit)]);
            }

            ComponentSums Components() => new(countA, countB)
            {
                Cosines = Doubles("components.cosines", countA, countB),
                SharesA = Doubles("components.shares.a", countA),
                SharesB = Doubles("components.shares.b", countB),
                Weight = Doubles("components.weight", 1)[0],
            };

            double[] Doubles(string name, params int[] shape) => Numbers<double>(name, shape);

            T[] Numbers<T>(string name, params int[] shape)
                => file.Tensors.TryGetValue(name, out TensorData? tensor) && tensor.Values is T[] values
                    && tensor.Shape.SequenceEqual(shape) ? values
                    : throw new InvalidFileException(path, $"{What}: has no tensor '{name}' of [{string.Join(", ", shape)}] numbers");
        }
        catch (InvalidFileException wrong)
        {
            throw new UnusableStateException(path, wrong.Problem, wrong);
        }
    }

    /// <summary>Hashes by their first digits.</summary>
    private static string Short(string? value)
        => value is null ? "missing" : value.Length > 32 && value.All(char.IsAsciiHexDigitLower) ? value[..8] : Foreign.Quoted(value);
}
