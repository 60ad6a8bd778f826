using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Strata.Studies.Planning;

/// <summary>Names a content by what decides it.</summary>
internal static class ContentKey
{
    /// <summary>SHA-256 in hexadecimal over kind, format version and inputs; members count in their order.</summary>
    public static string Of(string kind, JsonObject inputs)
    {
        var whole = new JsonObject { ["kind"] = kind, ["format"] = Plan.CurrentFormat, ["inputs"] = inputs };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole.ToJsonString())));
    }
}
