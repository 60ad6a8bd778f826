using Strata.Models;
using Strata.Runtime;

namespace Strata.Checkpoints;

/// <summary>A whole model in one safetensors file: weights under PyTorch's names, the architecture in the metadata.</summary>
public static class ModelFile
{
    /// <param name="more">Metadata beside the architecture, such as the recipe.</param>
    public static void Write(string path, NetworkWeights weights, IReadOnlyDictionary<string, string>? more = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var metadata = new Dictionary<string, string>(weights.Spec.Metadata);
        foreach ((string name, string value) in more ?? new Dictionary<string, string>()) metadata[name] = value;
        SafetensorsFile.Write(path, metadata, weights.Values());
    }

    /// <exception cref="InvalidFileException">No model that Strata wrote, or a damaged one.</exception>
    public static NetworkWeights Read(string path)
    {
        var (metadata, tensors) = SafetensorsFile.Read(path);
        return NetworkWeights.From(SpecOf(path, metadata), tensors.ToDictionary(), path);
    }

    /// <summary>The architecture alone, without reading the weights.</summary>
    public static ModelSpec ReadSpec(string path) => SpecOf(path, SafetensorsFile.ReadHeader(path).Metadata);

    private static ModelSpec SpecOf(string path, IReadOnlyDictionary<string, string> metadata)
    {
        try
        {
            return ModelSpecs.FromMetadata(metadata);
        }
        catch (InvalidOptionsException wrong)
        {
            throw new InvalidFileException(path, string.Join("; ", wrong.Problems), wrong);
        }
    }
}
