namespace Strata.Similarity;

/// <summary>The one ratio of CKA.</summary>
internal static class CkaRatio
{
    /// <summary>
    /// cross/√(selfA·selfB). Powers of two are taken out first: nothing leaves the range of double, and √(s·s) is s to the last bit, so
    /// that a layer is like itself exactly. What rounding puts beyond ±1 is ±1.
    /// </summary>
    /// <param name="selfA">Above 0.</param>
    /// <param name="selfB">Above 0.</param>
    public static double Of(double cross, double selfA, double selfB)
    {
        int a = Math.ILogB(selfA) / 2, b = Math.ILogB(selfB) / 2;
        return Math.Clamp(Math.ScaleB(cross, -a - b) / Math.Sqrt(Math.ScaleB(selfA, -2 * a) * Math.ScaleB(selfB, -2 * b)), -1, 1);
    }
}
