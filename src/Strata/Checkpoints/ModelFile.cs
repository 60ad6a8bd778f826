using Strata.Models;
using Strata.Runtime;

namespace Strata.Checkpoints;

/// <summary>A whole model in one safetensors file: weights under PyTorch's names, the architecture in the metadata.</summary>
public static class ModelFile
{
    /// <summary>The metadata by which a file knows whether it is as it was written.</summary>
    public const string Checksum = SafetensorsSeal.Name;

    /// <param name="more">Metadata beside the architecture, such as the recipe.</param>
    public static void Write(string path, NetworkWeights weights, IReadOnlyDictionary<string, string>? more = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var metadata = new Dictionary<string, string>(weights.Spec.Metadata);
        foreach ((string name, string value) in more ?? new Dictionary<string, string>()) metadata[name] = value;
        SafetensorsFile.Write(path, metadata, weights.Values(), seal: true);
    }

    /// <exception cref="InvalidFileException">No model that Strata wrote, or a damaged one.</exception>
    public static NetworkWeights Read(string path)
    {
        SafetensorsContent content = SafetensorsFile.Read(path);
        if (content.Integrity == SafetensorsIntegrity.Damaged)
            throw new InvalidFileException(path,
                $"is damaged: it holds other numbers or metadata than were written; make it again (who changed it "
                + $"on purpose takes its metadata '{Checksum}' off)");
        return NetworkWeights.From(SpecOf(path, content.Metadata), content.Tensors.ToDictionary(), path);
    }

    /// <summary>The architecture alone, without reading the weights.</summary>
    public static ModelSpec ReadSpec(string path) => SpecOf(path, SafetensorsFile.ReadHeader(path).Metadata);

    private static ModelSpec SpecOf(string path, IReadOnlyDictionary<string, string> metadata)
    {
        try
        {
            ModelSpec spec = ModelSpecs.FromMetadata(metadata);
            // What it says of its pruning is believed later on.
            Pruning.Kept(spec, metadata);
            return spec;
        }
        catch (InvalidOptionsException wrong)
        {
            throw new InvalidFileException(path, string.Join("; ", wrong.Problems), wrong);
        }
    }
}
