using Strata.Data;

namespace Strata.Cli;

/// <summary>What a result says of images that were left out.</summary>
internal static class LeftOut
{
    /// <summary>Such as <c>; 2 broken images of pets left out</c>; empty where none was.</summary>
    public static string Of(ImageSet set) => Of(set.Warnings);

    /// <summary>The same of a set that is no longer at hand.</summary>
    public static string Of(IEnumerable<string> warnings) => string.Concat(warnings.Select(warning => $"; {warning}"));
}
