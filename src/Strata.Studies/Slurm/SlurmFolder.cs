using System.Globalization;
using System.Text.Json;
using Strata.Runtime;
using Strata.Studies.Storage;

namespace Strata.Studies.Slurm;

/// <summary>The folder <c>slurm</c> of an output: scripts, the steps of their tasks, logs, and which jobs were submitted.</summary>
internal sealed class SlurmFolder(ArtifactStore store)
{
    private const string What = "list of jobs";

    public string Root { get; } = Path.Combine(store.Root, "slurm");
    public string Logs => Path.Combine(Root, "logs");
    private string JobsFile => Path.Combine(Root, "jobs.json");

    /// <summary>All that were submitted so far.</summary>
    /// <exception cref="InvalidFileException">The list is damaged.</exception>
    public IReadOnlyList<SubmittedJob> Jobs()
        => Path.Exists(JobsFile) ? JsonFile.Read<JobList>(JobsFile, What, StudyJson.File).Jobs : [];

    /// <summary>
    /// Of scripts so far. Those of a job that Slurm took and nobody could write down count: its tasks still read them.
    /// </summary>
    public int LastNumber() => Directory.EnumerateFiles(Root).Select(path => Path.GetFileName(path).Split('-')[0])
        .Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int known) ? known : 0)
        .Append(Jobs().Count).Max();

    public void Add(SubmittedJob job)
        => AtomicFile.WriteText(JobsFile, JsonSerializer.Serialize(new JobList([.. Jobs(), job]), StudyJson.File) + "\n");

    /// <returns>The file's path.</returns>
    public string Write(string name, string text)
    {
        string path = Path.Combine(Root, name);
        AtomicFile.WriteText(path, text);
        return path;
    }

    private sealed record JobList(IReadOnlyList<SubmittedJob> Jobs);
}
