using System.Globalization;
using Strata.Checkpoints.PyTorch;
using Strata.Data;
using Strata.Models;
using Strata.Models.Layouts;
using Strata.Runtime;

namespace Strata.Checkpoints;

/// <summary>
/// A whole model in one file: safetensors with weights under PyTorch's names and the architecture in the metadata, as Strata writes it; or
/// weights of other programs, safetensors or PyTorch's own format, whose names and shapes say what network they are.
/// </summary>
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
    /// <param name="say">Told where numbers had to be rounded, and what was assumed of a model of another program.</param>
    /// <param name="reading">What the user says of it; null: nothing.</param>
    /// <exception cref="InvalidFileException">No model, or a damaged one.</exception>
    /// <exception cref="InvalidOptionsException">The user says what the file says otherwise.</exception>
    public static NetworkWeights Read(string path, Action<string>? say = null, ModelReading? reading = null)
    {
        reading ??= new();
        if (IsTorch(path))
        {
            using TorchFile torch = TorchFile.Open(path);
            ForeignModel model = Find(path, torch.Format, torch.Sets, reading, say);
            return Weights(model, torch.Format, torch.Read(model.Set), path, say, reading);
        }
        SafetensorsContent content = SafetensorsFile.Read(path);
        if (content.Integrity == SafetensorsIntegrity.Damaged)
            throw new InvalidFileException(path,
                $"is damaged: it holds other numbers or metadata than were written; make it again (who changed it "
                + $"on purpose takes its metadata '{Checksum}' off)");
        if (!SaysItself(content.Metadata))
        {
            TensorEntry[] entries = [.. content.Tensors.Select(t => new TensorEntry(t.Key, TensorData.TypeOf(t.Value.Values).Name,
                t.Value.Shape))];
            ForeignModel model = Find(path, Safetensors, [new("", entries)], reading, say);
            return Weights(model, Safetensors, content.Tensors.ToDictionary(), path, say, reading);
        }
        ModelSpec spec = SpecOf(path, content.Metadata, reading);
        Normalization? normalization = NormalizationOf(path, content.Metadata, spec);
        NetworkWeights weights = NetworkWeights.From(spec, content.Tensors.ToDictionary(), path, say);
        weights.Normalization = reading.NormalizationOr(normalization);
        return weights;
    }

    /// <summary>All but the numbers; architecture and tensors are held against each other.</summary>
    /// <inheritdoc cref="Read"/>
    public static ModelHeader ReadHeader(string path, ModelReading? reading = null)
    {
        reading ??= new();
        if (IsTorch(path))
        {
            using TorchFile torch = TorchFile.Open(path);
            return Header(ForeignModel.Find(path, torch.Sets, reading, null), torch.Format, new Dictionary<string, string>(), reading);
        }
        SafetensorsHeader header = SafetensorsFile.ReadHeader(path);
        TensorEntry[] entries = [.. header.Entries.Select(e => new TensorEntry(e.Name, e.Type, e.Shape))];
        if (!SaysItself(header.Metadata))
            return Header(ForeignModel.Find(path, [new("", entries)], reading, null), Safetensors, header.Metadata, reading);
        ModelSpec spec = SpecOf(path, header.Metadata, reading);
        (_, IReadOnlyList<string> problems) = ModelTensors.Match(spec, entries);
        if (problems.Count > 0) throw new InvalidFileException(path, string.Join("; ", problems));
        return new(spec, header.Metadata, reading.NormalizationOr(NormalizationOf(path, header.Metadata, spec)), null);
    }

    private const string Safetensors = "safetensors";

    private static bool IsTorch(string path)
    {
        using FileStream file = InputFile.Open(path, "a file of weights");
        return TorchFile.IsOne(FileFormat.Start(file));
    }

    private static bool SaysItself(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey("family");

    private static ForeignModel Find(string path, string format, IReadOnlyList<TensorSet> sets, ModelReading reading, Action<string>? say)
    {
        ForeignModel model = ForeignModel.Find(path, sets, reading, say);
        Normalization? normalization = reading.NormalizationOr(OfImages(model));
        say?.Invoke($"note: {path}: {format}, read with the names of {model.Layout.Name}: {model.Match.Spec.Name}, "
            + $"images of {model.Match.Spec.Size} pixels "
            + (normalization is null ? "as they are" : $"normalised by {normalization}")
            + (model.Match.Assumed is { } assumed ? $"; assumed: {assumed}" : ""));
        return model;
    }

    private static NetworkWeights Weights(ForeignModel model, string format, Dictionary<string, TensorData> tensors, string path,
        Action<string>? say, ModelReading reading)
    {
        NetworkWeights weights = NetworkWeights.From(model.Match.Spec, model.Tensors(tensors), path, say, model.Match.NameOf);
        weights.Normalization = reading.NormalizationOr(OfImages(model));
        weights.Origin = Origin(model, format);
        return weights;
    }

    private static ModelHeader Header(ForeignModel model, string format, IReadOnlyDictionary<string, string> metadata, ModelReading reading)
        => new(model.Match.Spec, metadata, reading.NormalizationOr(OfImages(model)),
            Origin(model, format));

    private static ModelOrigin Origin(ForeignModel model, string format)
        => new(format, model.Layout.Name, model.Part.Place, model.Match.Assumed);

    /// <summary>What the layout normalises by, where the images have the channels that this is for.</summary>
    private static Normalization? OfImages(ForeignModel model)
        => model.Match.Normalization is { } own && own.Problem(model.Match.Spec.Channels) is null ? own : null;

    private static Normalization? NormalizationOf(string path, IReadOnlyDictionary<string, string> metadata, ModelSpec spec)
    {
        if (metadata.GetValueOrDefault(Normalization.MetadataName) is not { } text) return null;
        if (Normalization.TryParse(text, CultureInfo.InvariantCulture, out Normalization? found) && !found.IsOfSet
            && found.Problem(spec.Channels) is null) return found;
        throw new InvalidFileException(path, $"metadata '{Normalization.MetadataName}': {Foreign.Quoted(text)} is not "
            + $"{spec.Channels} means and {spec.Channels} deviations above 0, such as 0.49,0.48,0.45/0.25,0.24,0.26");
    }

    private static ModelSpec SpecOf(string path, IReadOnlyDictionary<string, string> metadata, ModelReading reading)
    {
        string[] idle = [.. new[] { (reading.Layout != ModelLayouts.Auto, "layout"), (reading.Size is not null, "size") }
            .Where(said => said.Item1).Select(said => $"{said.Item2}: {Foreign.Path(path)} says itself what network it is")];
        if (idle.Length > 0) throw new InvalidOptionsException(idle);
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
