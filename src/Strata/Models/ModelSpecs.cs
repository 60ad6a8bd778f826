using Strata.Runtime;

namespace Strata.Models;

/// <summary>The families by name.</summary>
public static class ModelSpecs
{
    public static IReadOnlyList<string> Families { get; } = [ResNetCifar.FamilyName];

    /// <param name="residual">False builds the same network without residual connections.</param>
    /// <exception cref="InvalidOptionsException">An unknown family, or values outside it.</exception>
    public static ModelSpec Create(string family, int depth, double width, int classes, int channels, int size, bool residual = true)
        => Known(family) ? ResNetCifar.Create(depth, width, classes, channels, size, residual) : throw Unknown(family);

    /// <summary>Reads the architecture from a weights file's metadata.</summary>
    /// <exception cref="InvalidOptionsException">An unknown family, or missing or impossible values.</exception>
    public static ModelSpec FromMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (!metadata.TryGetValue("family", out string? family))
            throw new InvalidOptionsException("metadata 'family' is missing: not a model that Strata wrote");
        return Known(family) ? ResNetCifar.FromMetadata(metadata) : throw Unknown(family);
    }

    private static bool Known(string family) => family == ResNetCifar.FamilyName;

    private static InvalidOptionsException Unknown(string family)
        => new($"family: {Foreign.Quoted(family)} is not one of {string.Join(", ", Families)}");
}
