using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Checkpoints;
using Strata.Report;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Reporting;

/// <summary>A study's page with its figures and tables, and the manifest by which a run knows that they show what is there.</summary>
public static class ReportFolder
{
    /// <summary>Of the manifest's results: the files that were written.</summary>
    private const string Files = "files";

    /// <summary>Of the manifest's results: what the page begins with.</summary>
    private const string Says = "answer";

    private static readonly FolderContent s_page = new("a page", "index.html");

    /// <summary>Whether the page shows what is there, as this version draws it, with every file that belongs to it.</summary>
    public static bool IsCurrent(ArtifactStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        try
        {
            Manifest manifest = Manifest.Read(store.ReportFolder);
            return manifest.Key == Key(store) && manifest.Results[Files] is JsonArray files
                && files.All(file => File.Exists(Path.Combine(store.ReportFolder, $"{file}")));
        }
        catch (InvalidFileException)
        {
            return false;
        }
    }

    /// <summary>What the page that is there begins with.</summary>
    /// <param name="place">The page's folder.</param>
    /// <exception cref="InvalidFileException">There is no page, or it is of another version.</exception>
    public static StudyAnswer Answer(string place)
    {
        ArgumentException.ThrowIfNullOrEmpty(place);
        try
        {
            return Manifest.Read(place).Results[Says]?.Deserialize<StudyAnswer>(StudyJson.File)
                ?? throw new InvalidFileException(place, "has a page without an answer; 'strata report' writes it again");
        }
        catch (JsonException other)
        {
            throw new InvalidFileException(place, "has an answer of another form; 'strata report' writes it again", other);
        }
    }

    /// <summary>Writes it from what is there.</summary>
    /// <param name="progress">Told the share of the figures that are drawn.</param>
    /// <exception cref="InvalidFileException">No study was run there, or a file of an earlier version is damaged.</exception>
    public static void Write(ArtifactStore store, IProgress<double>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        Write(store.ReportFolder, [store], progress, stop);
    }

    /// <summary>Writes one page of several studies, or of one at a place of the caller's own.</summary>
    /// <param name="place">The page's folder.</param>
    /// <param name="stores">The studies, in the order in which they are shown.</param>
    /// <inheritdoc cref="Write(ArtifactStore, IProgress{double}?, CancellationToken)"/>
    public static void Write(string place, IReadOnlyList<ArtifactStore> stores, IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(place);
        ArgumentNullException.ThrowIfNull(stores);
        var clock = Stopwatch.StartNew();
        StudyContent content = ContentOf(stores);
        stop.ThrowIfCancellationRequested();
        // In a working folder of its own: a page may be asked for while a run is about to write its own.
        using OutputFolder folder = OutputFolder.Claim(place, s_page);
        try
        {
            folder.Publish(working =>
            {
                StudyAnswer answer = StudyReport.Write(content, working, progress, stop);
                ManifestOf(content.Name, KeyOf(stores), answer, working, clock.Elapsed.TotalSeconds).Write(working);
            });
        }
        catch (ArgumentException misfit)
        {
            throw new InvalidFileException(string.Join(", ", stores.Select(store => store.Root)),
                $"holds results that do not fit each other: {misfit.Message}", misfit);
        }
    }

    /// <summary>What a page of these studies shows.</summary>
    internal static StudyContent ContentOf(IReadOnlyList<ArtifactStore> stores)
        => stores.Count == 1 ? StudyContents.Read(stores[0]) : JoinedContent.Of([.. stores.Select(StudyContents.Read)]);

    /// <summary>Of all that the page is made from: equal only while nothing of it changes.</summary>
    internal static string KeyOf(IReadOnlyList<ArtifactStore> stores)
        => stores.Count == 1 ? Key(stores[0])
            : ContentKey.Of("report", new JsonObject { ["studies"] = new JsonArray([.. stores.Select(store => (JsonNode)Key(store))]) });

    private static Manifest ManifestOf(string name, string key, StudyAnswer answer, string working, double seconds)
    {
        string[] files = [.. Directory.EnumerateFiles(working, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(working, file)).Order(StringComparer.Ordinal)];
        return new()
        {
            Kind = "report",
            Name = name,
            Key = key,
            Inputs = new Dictionary<string, string>(),
            Options = [],
            Environment = RunEnvironment.Capture(Threads.Available()),
            Seconds = seconds,
            Created = DateTimeOffset.UtcNow,
            Warnings = [],
            Results = new JsonObject
            {
                [Says] = JsonSerializer.SerializeToNode(answer, StudyJson.File),
                [Files] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
            },
        };
    }

    /// <summary>Of all that a page is made from: the plan, the manifests of what is there, why the rest is not, and the program.</summary>
    private static string Key(ArtifactStore store)
    {
        string? Content(Artifact artifact)
            => store.Has(artifact) ? ContentHash.Of(Path.Combine(store.FolderOf(artifact), Manifest.FileName))
                : store.FailureOf(artifact)?.Reason;
        var artifacts = Plan.Parse(store.PlanFile).Artifacts().Select(artifact => new JsonArray(artifact.Folder, Content(artifact)));
        return ContentKey.Of("report", new JsonObject
        {
            ["plan"] = ContentHash.Of(store.PlanFile),
            ["study"] = ContentHash.Of(store.StudyFile),
            ["artifacts"] = new JsonArray([.. artifacts]),
            ["program"] = new JsonArray([.. new[] { typeof(Manifest), typeof(StudyReport), typeof(ReportFolder) }
                .Select(type => (JsonNode)$"{type.Module.ModuleVersionId}")]),
        });
    }
}
