using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Onnx;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Studies.Planning;

/// <summary>Plans models that are there already: a population of those that one pattern finds.</summary>
internal static class FileModels
{
    /// <param name="asked">What the study says of them.</param>
    /// <param name="pattern">Its files.</param>
    /// <param name="before">Models that are planned already; files go on behind their numbers.</param>
    /// <param name="place">For messages.</param>
    public static IEnumerable<PlannedModel> Of(StudyModel asked, string pattern, ImageSet data, int threads,
        IReadOnlyList<PlannedModel> before, string place, List<string> problems)
    {
        IReadOnlyList<string> files = FilePattern.Files(pattern);
        if (files.Count == 0)
            problems.Add($"{place}.files: {Foreign.Quoted(pattern)} finds no file"
                + (pattern.AsSpan().ContainsAny('[', '{') ? "; * and ? alone stand for other characters" : ""));
        var models = new List<PlannedModel>();
        foreach (string file in files)
        {
            try
            {
                PlannedModel[] known = [.. before, .. models];
                models.Add(OnnxNetwork.IsOne(file) ? GraphModels.Model(asked, file, data, threads, known)
                    : Model(asked, file, data, threads, known));
            }
            catch (InvalidFileException wrong)
            {
                problems.Add($"{place}.files: {wrong.Message}");
            }
            catch (InvalidOptionsException wrong)
            {
                problems.AddRange(wrong.Problems.Select(problem => $"{place}.files: {Foreign.Path(file)}: {problem}"));
            }
        }
        return models;
    }

    private static PlannedModel Model(StudyModel asked, string path, ImageSet data, int threads, PlannedModel[] before)
    {
        ModelHeader header = ModelFile.ReadHeader(path, asked.Reading);
        // How it was trained is not known here: what is trained on it sees plain images. Settling finds what does not fit the images.
        TrainingOptions options = Recipe.Settle(header.Spec, data, new()
        {
            Batch = Math.Min(new TrainingOptions().Batch, Math.Max(1, data.Train.Count)),
            Augment = Augmentation.None,
            Precision = Precision.Fp32,
            Normalize = header.Normalization,
        }).Options;
        string group = asked.Group ?? header.Spec.Name, hash = ContentHash.Of(path);
        long seed = NextSeed(group, before);
        int own = Planner.ThreadsFor(header.Spec.MultiplyAdds, options.Batch, threads);
        string key = ContentKey.Of("model", new JsonObject
        {
            ["file"] = hash,
            ["architecture"] = JsonSerializer.SerializeToNode(header.Spec.Metadata),
            ["normalize"] = options.Normalize?.ToString(),
            ["data"] = data.Hash,
            ["threads"] = own,
        });
        string label = $"{group}-s{seed}";
        return new()
        {
            Name = Planner.NameOf(data, label, key),
            Label = label,
            Key = key,
            Trained = true,
            File = new(path, hash, asked.Reading, header.Origin?.Layout, asked.Group),
            Architecture = header.Spec.Metadata,
            Training = options with { Seed = seed },
            Threads = own,
            MultiplyAdds = (double)header.Spec.MultiplyAdds * data.Test.Count,
        };
    }

    /// <summary>The number of the next model of a population.</summary>
    internal static long NextSeed(string group, IEnumerable<PlannedModel> before)
        => before.Where(model => Planner.WithoutSeed(model) == group).Select(model => model.Training.Seed + 1).DefaultIfEmpty(0).Max();
}
