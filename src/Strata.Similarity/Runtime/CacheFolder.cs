namespace Strata.Runtime;

/// <summary>Where things are kept that can be made again, such as decoded image sets.</summary>
public static class CacheFolder
{
    /// <summary>
    /// <c>$XDG_CACHE_HOME/strata</c> or <c>~/.cache/strata</c>, on Windows in the local application data; null where there is no home.
    /// </summary>
    public static string? Locate()
    {
        // The XDG specification asks to pass over relative values.
        string? home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(home) || !Path.IsPathFullyQualified(home))
        {
            string user = Environment.GetFolderPath(OperatingSystem.IsWindows() ? Environment.SpecialFolder.LocalApplicationData
                : Environment.SpecialFolder.UserProfile);
            if (user.Length == 0) return null;
            home = OperatingSystem.IsWindows() ? user : Path.Combine(user, ".cache");
        }
        return Path.Combine(home, "strata");
    }
}
