using Strata.Runtime;

namespace Strata.Cli;

/// <summary>
/// Standard input in a file's place, where a user writes <c>-</c>: kept in a temporary file while the command runs, for files are read
/// here and there.
/// </summary>
internal static class StandardInput
{
    private const string Dash = "-", Name = "standard-input";

    private static DirectoryInfo? s_folder;

    /// <summary>The path itself, or that of what standard input says.</summary>
    /// <exception cref="InvalidOptionsException">It was read already.</exception>
    public static string InPlaceOf(string path)
    {
        if (path != Dash) return path;
        if (s_folder is not null) throw new InvalidOptionsException("-: standard input can be read only once");
        s_folder = Directory.CreateTempSubdirectory("strata-");
        Unfinished.Add(s_folder.FullName);
        string kept = Path.Combine(s_folder.FullName, Name);
        using Stream input = Console.OpenStandardInput();
        using FileStream file = File.Create(kept);
        input.CopyTo(file);
        return kept;
    }

    /// <summary>A message in which standard input is called by its name.</summary>
    public static string Named(string message)
        => s_folder is null ? message : message.Replace(Path.Combine(s_folder.FullName, Name), "standard input", StringComparison.Ordinal);

    public static void Forget()
    {
        if (s_folder is not null) Unfinished.Remove(s_folder.FullName);
    }
}
