namespace Strata.EndToEnd.Tests;

/// <summary>What <c>build/pack</c> made for this system.</summary>
internal static class Packages
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "artifacts", "packages");

    /// <summary>The only file of this name; skips the test where nothing was packed.</summary>
    /// <param name="pattern">Such as <c>*.tar.gz</c>.</param>
    public static string Find(string pattern)
    {
        string[] found = Directory.Exists(Folder) ? Directory.GetFiles(Folder, pattern) : [];
        Needs.Installed(found.Length == 1, $"{Folder} has {found.Length} files {pattern}; build/pack makes one");
        return found[0];
    }

    public static string Version => Path.GetFileNameWithoutExtension(Find("Strata.Report.*.nupkg"))["Strata.Report.".Length..];

    /// <summary>Where packages lie that were fetched before.</summary>
    public static string Known { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given ? given
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>
    /// Runs <c>dotnet</c> with packages of its own, so that none of an earlier day is taken for one of these; what others made is taken
    /// from where it is.
    /// </summary>
    public static RunResult Dotnet(WorkFolder folder, params IEnumerable<string> arguments)
    {
        File.WriteAllText(folder["nuget.config"],
            $"""
            <configuration><packageSources><add key="packed" value="{Folder}" /></packageSources></configuration>
            """);
        using RunningProcess process = RunningProcess.Start(folder[""], "dotnet", arguments,
            new Dictionary<string, string> { ["NUGET_PACKAGES"] = folder["packages"], ["NUGET_FALLBACK_PACKAGES"] = OfOthers(folder) });
        return process.Wait();
    }

    /// <summary>Links to the packages that were fetched before, but for ours: whoever tried those has some of an earlier day.</summary>
    private static string OfOthers(WorkFolder folder)
    {
        string links = folder["fetched"];
        if (Directory.Exists(links)) return links;
        Directory.CreateDirectory(links);
        foreach (string package in Directory.Exists(Known) ? Directory.GetDirectories(Known) : [])
        {
            string name = Path.GetFileName(package);
            if (name != "strata" && !name.StartsWith("strata.", StringComparison.Ordinal))
                Directory.CreateSymbolicLink(Path.Combine(links, name), package);
        }
        return links;
    }
}
