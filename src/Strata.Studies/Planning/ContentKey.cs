using System.Text.Json.Nodes;
using Strata.Runtime;

namespace Strata.Studies.Planning;

/// <summary>Names a content by what decides it.</summary>
internal static class ContentKey
{
    /// <summary>Raised when artifacts of the same options get another content or form.</summary>
    private const int Format = 1;

    /// <summary>SHA-256 in hexadecimal over kind, format version and inputs; members count in their order.</summary>
    public static string Of(string kind, JsonObject inputs)
    {
        var whole = new JsonObject { ["kind"] = kind, ["format"] = Format, ["inputs"] = inputs };
        return ContentHash.OfText(whole.ToJsonString());
    }
}
