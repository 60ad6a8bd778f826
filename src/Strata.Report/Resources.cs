namespace Strata.Report;

/// <summary>The files that travel inside the assembly: fonts and the parts of the page.</summary>
internal static class Resources
{
    public static Stream Open(string name)
        => typeof(Resources).Assembly.GetManifestResourceStream(name)
        ?? throw new ArgumentException($"no embedded file '{name}'", nameof(name));

    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }
}
