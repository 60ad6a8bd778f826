using System.Text;
using ADRaffy.ENSNormalize;

namespace Strata.Data;

/// <summary>
/// Names in Unicode's form NFC, in which an accented letter is one character. Some systems write it as two, and a class is the same class
/// in both. .NET does not normalize in the invariant mode, which Strata runs in so that no system needs ICU.
/// </summary>
internal static class NormalizedName
{
    public static string Of(string name) => Ascii.IsValid(name) ? name : ENSNormalize.NF.NFC(name);
}
