using System.Globalization;
using Strata.Data;
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
        if (weights.Normalization is { } normalization) metadata[Normalization.MetadataName] = normalization.ToString();
        foreach ((string name, string value) in more ?? new Dictionary<string, string>()) metadata[name] = value;
        SafetensorsFile.Write(path, metadata, weights.Values(), seal: true);
    }

    /// <param name="path">The file.</param>
    /// <param name="say">Told where numbers had to be rounded.</param>
    /// <exception cref="InvalidFileException">No model whose metadata say what it is, or a damaged one.</exception>
    public static NetworkWeights Read(string path, Action<string>? say = null)
    {
        SafetensorsContent content = SafetensorsFile.Read(path);
        if (content.Integrity == SafetensorsIntegrity.Damaged)
            throw new InvalidFileException(path,
                $"is damaged: it holds other numbers or metadata than were written; make it again (who changed it "
                + $"on purpose takes its metadata '{Checksum}' off)");
        ModelSpec spec = SpecOf(path, content.Metadata, [.. content.Tensors.Keys]);
        Normalization? normalization = NormalizationOf(path, content.Metadata, spec);
        NetworkWeights weights = NetworkWeights.From(spec, content.Tensors.ToDictionary(), path, say);
        weights.Normalization = normalization;
        return weights;
    }

    private static Normalization? NormalizationOf(string path, IReadOnlyDictionary<string, string> metadata, ModelSpec spec)
    {
        if (metadata.GetValueOrDefault(Normalization.MetadataName) is not { } text) return null;
        if (Normalization.TryParse(text, CultureInfo.InvariantCulture, out Normalization? found) && !found.IsOfSet
            && found.Problem(spec.Channels) is null) return found;
        throw new InvalidFileException(path, $"metadata '{Normalization.MetadataName}': {Foreign.Quoted(text)} is not "
            + $"{spec.Channels} means and {spec.Channels} deviations above 0, such as 0.49,0.48,0.45/0.25,0.24,0.26");
    }

    /// <summary>The architecture alone, held against the names, types and shapes of the tensors; their numbers are not read.</summary>
    /// <exception cref="InvalidFileException">No model whose metadata say what it is, or other tensors than it must have.</exception>
    public static ModelSpec ReadSpec(string path)
    {
        SafetensorsHeader header = SafetensorsFile.ReadHeader(path);
        ModelSpec spec = SpecOf(path, header.Metadata, [.. header.Entries.Select(entry => entry.Name)]);
        (_, IReadOnlyList<string> problems) = ModelTensors.Match(spec, [.. header.Entries.Select(e => (e.Name, e.Type, e.Shape))]);
        return problems.Count == 0 ? spec : throw new InvalidFileException(path, string.Join("; ", problems));
    }

    private static ModelSpec SpecOf(string path, IReadOnlyDictionary<string, string> metadata, string[] names)
    {
        if (!metadata.ContainsKey("family"))
        {
            string tensors = names.Length == 0
                ? "no tensor"
                : $"{names.Length} tensors, {Foreign.Quoted(names[0])} to {Foreign.Quoted(names[^1])}";
            throw new InvalidFileException(path, $"holds {tensors}, but no metadata 'family', 'depth', 'width' and so on that say "
                + "of what network: not a model that Strata wrote; docs/file-formats.md shows how to add them");
        }
        try
        {
            ModelSpec spec = ModelSpec.FromMetadata(metadata);
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
