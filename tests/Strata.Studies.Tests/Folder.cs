namespace Strata.Studies.Tests;

/// <summary>A folder of a test's own, gone after it.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strata-studies-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
