using System.Reflection;

namespace Strata.Studies;

/// <summary>The texts that travel inside the assembly, by folder and name: studies and templates.</summary>
internal static class Resources
{
    private static readonly Assembly s_assembly = typeof(Resources).Assembly;

    /// <summary>In order.</summary>
    public static IReadOnlyList<string> Names(string folder)
        => [.. s_assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(name => name[(folder.Length + 1)..]).Order(StringComparer.Ordinal)];

    /// <summary>Its UTF-8 text.</summary>
    public static byte[] Read(string folder, string name)
    {
        using Stream stream = s_assembly.GetManifestResourceStream($"{folder}/{name}")
            ?? throw new ArgumentException($"no embedded text '{folder}/{name}'", nameof(name));
        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }
}
