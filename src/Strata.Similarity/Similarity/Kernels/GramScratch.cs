using System.Runtime.InteropServices;
using Strata.Processor;

namespace Strata.Similarity.Kernels;

/// <summary>What one thread needs for its share of a Gram: packed panels, sums by tile, means. It owns the memory.</summary>
internal sealed unsafe class GramScratch : IDisposable
{
    /// <summary>Features of one panel: two strips of it, 16 kB each, stay in the first-level cache.</summary>
    public const int Depth = 256;

    /// <summary>Panels that are packed together: the channels of one vector.</summary>
    public const int Panels = 16;

    /// <summary>Pixels of 16 channels that are packed together in 8 bits.</summary>
    public const int BytePixels = 2 * Depth;

    private const int OffsetCount = Panels * BytePixels;

    private readonly float* _memory;
    private readonly long _tiles;

    public GramScratch(int strips, bool twoBlocks)
    {
        PanelSize = SizeOf(strips);
        long panels = Panels * PanelSize, tiles = (long)strips * strips * FloatTile.Size;
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)Bytes(strips, twoBlocks), 64);
        A = _memory;
        B = twoBlocks ? A + panels : A;
        Tiles = B + panels;
        ScaledTiles = Tiles + tiles;
        Offsets = ScaledTiles + tiles;
        UnitsA = Offsets + OffsetCount;
        UnitsB = UnitsA + Panels * strips * 16;
        Starts = (int*)(UnitsB + Panels * strips * 16);
        _tiles = tiles;
    }

    /// <summary>Bytes of one thread's share for so many strips of examples, or two blocks of them.</summary>
    public static long Bytes(int strips, bool twoBlocks)
        => sizeof(float) * (Panels * SizeOf(strips) * (twoBlocks ? 2 : 1) + 2L * strips * strips * FloatTile.Size + OffsetCount
            + 3 * Panels * strips * 16);

    /// <summary>What 1 stands for in each row of each panel of <see cref="A"/> in fixed point, [panel][strip][16].</summary>
    public float* UnitsA { get; }

    /// <summary>The same of <see cref="B"/>.</summary>
    public float* UnitsB { get; }

    /// <summary>What the products in 8 bits begin with, [panel][strip of rows][16].</summary>
    public int* Starts { get; }

    /// <summary>Floats from one panel to the next.</summary>
    public long PanelSize { get; }

    /// <summary>Packed panels of the block of rows, [panel][strip][depth][16].</summary>
    public float* A { get; }

    /// <summary>Those of the block of columns; the same as <see cref="A"/> on the diagonal.</summary>
    public float* B { get; }

    /// <summary>Sums of the layer itself, [strip of rows][strip of columns][16][16].</summary>
    public float* Tiles { get; }

    /// <summary>Sums of the layer that scales its channels.</summary>
    public float* ScaledTiles { get; }

    /// <summary>What is taken off the features of the panels at work.</summary>
    public float* Offsets { get; }

    /// <summary>The squared offsets of the features so far.</summary>
    public double Shift { get; set; }

    /// <summary>The same of the layer that scales the channels.</summary>
    public double ScaledShift { get; set; }

    /// <summary>Whether there are sums: fewer features than threads leave some threads without.</summary>
    public bool HasSums { get; private set; }

    /// <summary>Forgets all sums.</summary>
    public void Clear() => (HasSums, Shift, ScaledShift) = (false, 0, 0);

    /// <summary>Begins sums at 0; called by the thread that adds to them, since the memory is then in its cache.</summary>
    /// <param name="scaled">Those of the scaling layer too.</param>
    public void Begin(bool scaled)
    {
        NativeMemory.Clear(Tiles, (nuint)((scaled ? 2 : 1) * _tiles * sizeof(float)));
        HasSums = true;
    }

    // A line more than the panel, so that the same place of all panels does not fall into one set of the caches.
    private static long SizeOf(int strips) => (long)strips * 16 * Depth + 16;

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
