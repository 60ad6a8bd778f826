using System.Text.Json;
using Strata.Activations;
using Strata.Data;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Work;

namespace Strata.Studies.Analyses;

/// <summary>An analysis at work: what it is made from, and where it goes.</summary>
/// <param name="Folder">The working folder.</param>
/// <param name="Inputs">Folders by role.</param>
/// <param name="Models">In the order of the plan's names.</param>
/// <param name="Say">Told what the user should know of the work, a sentence each.</param>
internal sealed record AnalysisWork(
    PlannedAnalysis Analysis, string Folder, IReadOnlyDictionary<string, string> Inputs, IReadOnlyList<PlannedModel> Models,
    ImageSet? LoadedImages, IProgress<WorkProgress> Progress, Action<string> Say, CancellationToken Stop)
{
    /// <summary>Why an input is not there, by role; empty but for analyses of a family.</summary>
    public IReadOnlyDictionary<string, string> Missing { get; init; } = new Dictionary<string, string>();

    /// <summary>Of every analysis that is not light.</summary>
    public ImageSet Images => LoadedImages ?? throw new InvalidOperationException($"{Analysis.Kind} is light and sees no images");

    public T Options<T>() => Analysis.Settled<T>();

    /// <summary>The model that the analysis is about, on the test images; the caller's to dispose of.</summary>
    public IClassifier OpenModel() => ModelFolder.Open(Models[0], Inputs["model"], Images);

    /// <summary>One of several models that the analysis is about, which is an input by its name; the caller's to dispose of.</summary>
    public IClassifier OpenModel(string name) => ModelFolder.Open(Models.First(model => model.Name == name), Inputs[name], Images);

    /// <summary>The model that the analysis is about, where that is no ONNX graph; the caller's to dispose of.</summary>
    public TrainedModel OpenNetwork()
        => TrainedModel.Open(Path.Combine(Inputs["model"], ModelFolder.Weights), Images, Models[0].Name);

    /// <summary>Passes on the share that is done.</summary>
    /// <param name="of">Of what, in the plural.</param>
    public IProgress<double> Share(string of) => new Shares(Progress, of);

    /// <summary>Writes <c>KIND.json</c>, or another file, indented.</summary>
    public void WriteJson(object value, string? name = null)
        => AtomicFile.WriteText(Path.Combine(Folder, name ?? $"{Analysis.Kind}.json"),
            JsonSerializer.Serialize(value, StudyJson.File) + "\n");

    /// <summary>Reads what <see cref="WriteJson"/> left in an artifact's folder.</summary>
    /// <exception cref="InvalidFileException">Missing, or something else.</exception>
    public static T ReadJson<T>(string folder, string name)
        => JsonFile.Read<T>(Path.Combine(folder, name), "result of this kind", StudyJson.File);

    private sealed class Shares(IProgress<WorkProgress> progress, string of) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new(value, $"{100 * value:0} % of the {of}"));
    }
}
