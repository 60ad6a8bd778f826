using System.Reflection;

namespace Strata.Reliability;

/// <summary>Where things lie in the checkout that this program was built from.</summary>
internal static class Built
{
    public static string Root { get; } =
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!;

    /// <summary>The folder of the built command, of the same configuration as this program.</summary>
    public static string CommandFolder { get; } =
        Path.Combine(Root, "artifacts", "bin", "Strata.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name);

    /// <summary>What is found is kept here: files that were altered, and what was said of them.</summary>
    public static string Evidence { get; } = Path.Combine(Root, "artifacts", "reliability");
}
