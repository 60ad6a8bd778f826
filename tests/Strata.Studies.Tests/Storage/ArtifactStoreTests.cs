using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Tests.Storage;

public sealed class ArtifactStoreTests : IDisposable
{
    private readonly Folder _folder = new();
    private readonly ArtifactStore _store;

    public ArtifactStoreTests() => _store = new ArtifactStore(Path.Combine(_folder.Path, "out"));

    public void Dispose() => _folder.Dispose();

    private static Artifact Model(string key) => new(ArtifactKind.Model, "m", key);

    private void Make(Artifact artifact, string content)
    {
        string working = Directory.CreateDirectory(_store.WorkingFolderOf(artifact)).FullName;
        File.WriteAllText(Path.Combine(working, "content"), content);
        Small.Manifest([], artifact.Name, artifact.Key).Write(working);
    }

    [Fact]
    public void An_artifact_is_there_only_once_it_is_published()
    {
        Make(Model("1"), "a");
        Assert.False(_store.Has(Model("1")));
        Assert.False(Directory.Exists(_store.FolderOf(Model("1"))));
        _store.Publish(Model("1"));
        Assert.True(_store.Has(Model("1")));
        Assert.Equal(["m"], Directory.EnumerateFileSystemEntries(Path.Combine(_store.Root, "models")).Select(Path.GetFileName));
    }

    [Fact]
    public void Another_key_is_not_there_and_takes_the_place_of_the_old()
    {
        Make(Model("1"), "a");
        _store.Publish(Model("1"));
        Assert.False(_store.Has(Model("2")));
        Make(Model("2"), "b");
        _store.Publish(Model("2"));
        Assert.True(_store.Has(Model("2")));
        Assert.False(_store.Has(Model("1")));
        Assert.Equal("b", File.ReadAllText(Path.Combine(_store.FolderOf(Model("2")), "content")));
        Assert.Equal(["m"], Directory.EnumerateFileSystemEntries(Path.Combine(_store.Root, "models")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_damaged_manifest_is_nothing()
    {
        Make(Model("1"), "a");
        _store.Publish(Model("1"));
        File.WriteAllText(Path.Combine(_store.FolderOf(Model("1")), Manifest.FileName), "{");
        Assert.False(_store.Has(Model("1")));
    }

    [Fact]
    public void A_failure_is_remembered_for_its_key_until_the_artifact_is_made()
    {
        _store.Fail(Model("1"), "the disk is full", diverged: 3);
        Assert.Equal(("the disk is full", 3), (_store.FailureOf(Model("1"))!.Reason, _store.FailureOf(Model("1"))!.Diverged));
        Assert.Null(_store.FailureOf(Model("2")));
        Make(Model("1"), "a");
        _store.Publish(Model("1"));
        Assert.Null(_store.FailureOf(Model("1")));
    }

    [Fact]
    public void A_study_that_cannot_fit_is_refused_before_it_begins()
        => Assert.Contains("free space", Assert.Throws<StrataException>(() => _store.Prepare(1e30)).Message);

    [Fact]
    public void An_output_that_cannot_be_written_is_refused_before_it_begins()
    {
        File.WriteAllText(_store.Root, "a file where the folder should be");
        Assert.Contains("is a file", Assert.Throws<StrataException>(() => _store.Prepare(0)).Message);
    }
}
