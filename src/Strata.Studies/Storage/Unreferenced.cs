using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Studies.Planning;

namespace Strata.Studies.Storage;

/// <summary>What of an output folder the study there does not refer to: results of other options, and what was set aside.</summary>
/// <param name="Path">Within the output.</param>
/// <param name="Bytes">Of all its files.</param>
public sealed record Unreferenced(string Path, long Bytes)
{
    /// <summary>What a link leads to is somebody else's.</summary>
    private static readonly EnumerationOptions s_direct = new() { AttributesToSkip = FileAttributes.ReparsePoint },
        s_below = new() { AttributesToSkip = FileAttributes.ReparsePoint, RecurseSubdirectories = true };

    /// <summary>In the order of their paths. What was not written by Strata is not among them.</summary>
    /// <exception cref="StrataException">The folder holds more trainings than its plan tells of.</exception>
    public static IReadOnlyList<Unreferenced> In(ArtifactStore store, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(plan);
        if (File.Exists(System.IO.Path.Combine(store.Root, "match.json")))
            throw new StrataException($"{Foreign.Path(store.Root)}: holds what 'strata match' trained, which its plan does not tell of");
        // Sums have done their work once the comparison is there.
        var known = plan.Work().Select(made => made.Artifact).Where(a => a.Comparison is not { } made || !store.Has(made)).ToHashSet();
        var partial = known.Select(store.WorkingFolderOf).ToHashSet();
        IEnumerable<string> found = Kinds(store.Root).SelectMany(kind => Directory.EnumerateDirectories(kind, "*", s_direct)
            .Where(folder => System.IO.Path.GetFileName(folder) is var name && name.StartsWith('.')
                ? name.EndsWith(".partial", StringComparison.Ordinal) && !partial.Contains(folder)
                : IsOther(System.IO.Path.GetRelativePath(store.Root, kind), folder, known)));
        var models = plan.Models.Select(model => store.EventsOf(model.Name)).ToHashSet();
        if (Directory.Exists(store.EventsFolder))
            found = found.Concat(
                Directory.EnumerateDirectories(store.EventsFolder, "*", s_direct).Where(folder => !models.Contains(folder)));
        string damaged = System.IO.Path.Combine(store.Root, "damaged");
        if (Directory.Exists(damaged)) found = found.Append(damaged);
        return [.. found.Concat(Notes(store.Root, known)).Order(StringComparer.Ordinal)
            .Select(path => new Unreferenced(System.IO.Path.GetRelativePath(store.Root, path), Size(path)))];
    }

    /// <summary>Deletes it.</summary>
    public void Remove(ArtifactStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        string path = System.IO.Path.Combine(store.Root, Path);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }

    private static IEnumerable<string> Kinds(string root)
    {
        string analyses = System.IO.Path.Combine(root, "analysis");
        string[] others = [ArtifactKind.Model, ArtifactKind.Sums, ArtifactKind.Similarity, ArtifactKind.OfAnalysis(Study.PopulationErrors)];
        return others.Select(kind => System.IO.Path.Combine(root, kind)).Where(Directory.Exists)
            .Concat(Directory.Exists(analyses) ? Directory.EnumerateDirectories(analyses, "*", s_direct) : []);
    }

    /// <summary>Whether a folder is a whole result that the plan does not have.</summary>
    private static bool IsOther(string kind, string folder, HashSet<Artifact> known)
    {
        try
        {
            Manifest manifest = Manifest.Read(folder);
            return manifest.Kind == ArtifactKind.InManifest(kind)
                && !known.Contains(new(kind, System.IO.Path.GetFileName(folder), manifest.Key));
        }
        catch (InvalidFileException)
        {
            // Damaged, or somebody's own: 'strata verify' tells which.
            return false;
        }
    }

    /// <summary>Notes on failures of what the plan does not have, with their logs.</summary>
    private static IEnumerable<string> Notes(string root, HashSet<Artifact> known)
    {
        string folder = System.IO.Path.Combine(root, "failed");
        if (!Directory.Exists(folder)) return [];
        var keys = known.Select(artifact => artifact.Key).ToHashSet();
        return Directory.EnumerateFiles(folder, "*.json", s_direct).Where(note => KeyOf(note) is { } key && !keys.Contains(key))
            .SelectMany(note => new[] { note, System.IO.Path.ChangeExtension(note, ".jsonl") }).Where(File.Exists);
    }

    private static string? KeyOf(string note)
    {
        try
        {
            return JsonFile.Read<FailureNote>(note, "note on a failure", StudyJson.File).Key;
        }
        catch (InvalidFileException)
        {
            return null;
        }
    }

    private static long Size(string path) => File.Exists(path) ? new FileInfo(path).Length
        : new DirectoryInfo(path).EnumerateFiles("*", s_below).Sum(file => file.Length);
}
