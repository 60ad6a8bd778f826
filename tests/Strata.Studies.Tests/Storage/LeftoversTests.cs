using Strata.Studies.Planning;
using Strata.Studies.Work;
using Strata.Studies.Storage;

namespace Strata.Studies.Tests.Storage;

/// <summary>What is swept away is our own: nothing that a link leads to.</summary>
public sealed class LeftoversTests : IDisposable
{
    private readonly Folder _folder = new();

    public LeftoversTests()
    {
        Directory.CreateDirectory(Elsewhere);
        Directory.CreateDirectory(Path.Combine(Elsewhere, ".somebodys.stale"));
        foreach (string file in new[] { "precious", ".somebodys.stale/precious", ".half.tmp" })
            File.WriteAllText(Path.Combine(Elsewhere, file), "somebody's");
    }

    public void Dispose() => _folder.Dispose();

    private string Elsewhere => Path.Combine(_folder.Path, "elsewhere");

    private string Output => Path.Combine(_folder.Path, "out");

    private void ElsewhereIsUntouched()
        => Assert.Equal([".half.tmp", ".somebodys.stale", "precious"],
            Directory.EnumerateFileSystemEntries(Elsewhere).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void The_sweep_does_not_follow_links()
    {
        Directory.CreateDirectory(Path.Combine(Output, "models", ".ours.stale"));
        File.CreateSymbolicLink(Path.Combine(Output, "similarity"), Elsewhere);
        File.CreateSymbolicLink(Path.Combine(Output, "models", "around"), Output);
        File.CreateSymbolicLink(Path.Combine(Output, "models", ".linked.stale"), Elsewhere);
        Leftovers.Sweep(Output);
        ElsewhereIsUntouched();
        Assert.False(Directory.Exists(Path.Combine(Output, "models", ".ours.stale")));
    }

    [Fact]
    public void A_link_in_a_working_folders_place_is_replaced_and_not_emptied()
    {
        var store = new ArtifactStore(Output);
        Artifact model = Small.Plan("models[0].seeds=1").Models[0].Artifact();
        Directory.CreateDirectory(Path.Combine(Output, "models"));
        File.CreateSymbolicLink(store.WorkingFolderOf(model), Elsewhere);
        using (WorkingFolder folder = WorkingFolder.OpenEmpty(store, model))
        {
            Assert.Null(new DirectoryInfo(folder.Path).LinkTarget);
            File.CreateSymbolicLink(Path.Combine(folder.Path, "inside"), Elsewhere);
            Directory.CreateDirectory(Path.Combine(folder.Path, "somebodys"));
            folder.KeepOnly([]);
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        }
        ElsewhereIsUntouched();

        Directory.Delete(store.WorkingFolderOf(model));
        File.CreateSymbolicLink(store.WorkingFolderOf(model), Path.Combine(_folder.Path, "nowhere"));
        using (WorkingFolder folder = WorkingFolder.Open(store, model)) Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "nowhere")));
    }
}
