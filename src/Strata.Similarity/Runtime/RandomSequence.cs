using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Runtime;

/// <summary>
/// A repeatable sequence of random numbers named by what it is for: the same seed and purpose give the same numbers on every machine,
/// and different purposes are independent. xoshiro256** (Blackman and Vigna 2018), its state filled from SHA-256 of the name.
/// </summary>
public sealed class RandomSequence
{
    private ulong _a, _b, _c, _d;

    /// <param name="seed">The user's seed.</param>
    /// <param name="purpose">What the numbers are for, such as <c>order</c> or <c>augmentation</c>.</param>
    /// <param name="index">A counter within the purpose, such as the epoch.</param>
    public RandomSequence(long seed, string purpose, long index = 0)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{purpose}/{index}"));
        (_a, _b, _c, _d) = (BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8), BitConverter.ToUInt64(hash, 16),
            BitConverter.ToUInt64(hash, 24));
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9, t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A uniform integer in [0, <paramref name="bound"/>), without bias.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong limit = ulong.MaxValue - ulong.MaxValue % (ulong)bound, bits;
        do bits = NextBits();
        while (bits >= limit);
        return (int)(bits % (ulong)bound);
    }

    /// <summary>A uniform number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>A uniform permutation of 0 … <paramref name="count"/> − 1 (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            int j = Next(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
