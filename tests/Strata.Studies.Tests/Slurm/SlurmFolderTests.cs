using Strata.Studies.Slurm;
using Strata.Studies.Storage;

namespace Strata.Studies.Tests.Slurm;

public sealed class SlurmFolderTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A job may have been taken by Slurm and not been written down: another must not have its list of tasks.</summary>
    [Fact]
    public void Scripts_are_numbered_behind_all_that_are_there()
    {
        var files = new SlurmFolder(new ArtifactStore(_folder.Path));
        Directory.CreateDirectory(files.Logs);
        Assert.Equal(0, files.LastNumber());
        files.Write("9-models.tasks", "");
        files.Write("10-page.sh", "");
        files.Write("notes.txt", "");
        Assert.Equal(10, files.LastNumber());
        for (int i = 0; i < 12; i++) files.Add(new($"{i}", $"{i}.sh", [], DateTimeOffset.UtcNow));
        Assert.Equal(12, files.LastNumber());
    }
}
