using System.Runtime.InteropServices;

namespace Strata.Engine.Kernels;

/// <summary>What one thread sums a weight gradient in; grows to the largest convolution.</summary>
internal sealed unsafe class WeightGradientScratch : IDisposable
{
    /// <summary>Bytes of a cache line, and of a vector.</summary>
    private const int Alignment = 64;

    private long _pairsSize, _sumsSize;

    /// <summary>Packed pixels of input and gradient.</summary>
    public byte* Pairs { get; private set; }

    /// <summary>The sums of all tiles.</summary>
    public float* Sums { get; private set; }

    public void ReservePairs(long bytes)
    {
        if (bytes <= _pairsSize) return;
        NativeMemory.AlignedFree(Pairs);
        Pairs = null;
        _pairsSize = 0;
        Pairs = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        _pairsSize = bytes;
    }

    public void ReserveSums(long numbers)
    {
        if (numbers <= _sumsSize) return;
        NativeMemory.AlignedFree(Sums);
        Sums = null;
        _sumsSize = 0;
        Sums = (float*)NativeMemory.AlignedAlloc((nuint)numbers * sizeof(float), Alignment);
        _sumsSize = numbers;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Pairs);
        NativeMemory.AlignedFree(Sums);
        Pairs = null;
        Sums = null;
        _pairsSize = _sumsSize = 0;
    }
}
