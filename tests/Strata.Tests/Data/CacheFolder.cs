namespace Strata.Tests.Data;

/// <summary>Points the cache at a folder of the test's own.</summary>
public sealed class CacheFolder : IDisposable
{
    private const string Variable = "XDG_CACHE_HOME";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    private readonly TemporaryFolder _home = new();

    public CacheFolder() => Environment.SetEnvironmentVariable(Variable, _home.Path);

    public string Path => System.IO.Path.Combine(_home.Path, "strata");

    public string[] Files => Directory.Exists(Path) ? Directory.GetFiles(Path) : [];

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _home.Dispose();
    }
}
