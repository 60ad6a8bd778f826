using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Strata.Processor;

namespace Strata.Engine.Kernels;

/// <summary>
/// The linear maps around the products of Winograd's minimal filtering F(2×2, 3×3) (Lavin and Gray 2016, eq. 12): BᵀdB of 4 × 4 pixels that
/// overlap by two, GgGᵀ of a kernel, and AᵀmA of the 16 products, which gives 2 × 2 pixels. Their factors are 1, −1 and ½. Rounding errors
/// go with the largest of a tile's pixels rather than with those under the kernel. A kernel's gradient takes the transposes AgAᵀ and GᵀmG.
/// </summary>
internal static unsafe class WinogradTransforms
{
    private const int Lanes = WinogradCode.BlockChannels;

    /// <summary>Products for one tile of 2 × 2 output pixels.</summary>
    public const int Positions = 16;

    /// <summary>GgGᵀ.</summary>
    /// <param name="kernel">[3, 3]</param>
    /// <param name="transformed">[16]</param>
    public static void Kernel(ReadOnlySpan<float> kernel, Span<double> transformed)
    {
        Span<double> rows = stackalloc double[12];
        for (int c = 0; c < 3; c++) Line(kernel[c], kernel[3 + c], kernel[6 + c], rows[c..], 3);
        for (int r = 0; r < 4; r++) Line(rows[3 * r], rows[3 * r + 1], rows[3 * r + 2], transformed[(4 * r)..], 1);
    }

    private static void Line(double a, double b, double c, Span<double> to, int step)
    {
        (to[0], to[step], to[2 * step], to[3 * step]) = (a, (a + b + c) / 2, (a - b + c) / 2, c);
    }

    /// <summary>BᵀdB of 16 channels for a row of tiles.</summary>
    /// <param name="line0">First channel of the first pixel in the first of the four rows of pixels that the tiles cover; one outside the
    /// image holds zeros.</param>
    /// <param name="line1">In the second.</param>
    /// <param name="line2">In the third.</param>
    /// <param name="line3">In the fourth.</param>
    /// <param name="width">Pixels of a row, of which the first tile begins one to the left.</param>
    /// <param name="pixel">Floats from pixel to pixel.</param>
    /// <param name="ahead">Floats to the pixels whose turn is next, which are fetched.</param>
    /// <param name="to">Of the first tile at the first position.</param>
    /// <param name="tile">Floats from tile to tile.</param>
    /// <param name="position">Floats from position to position.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* line0, float* line1, float* line2, float* line3, int width, int pixel, long ahead, float* to, int tile,
        long position)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Column(line0, line1, line2, line3, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2,
            out Vector512<float> b3);
        for (int column = 1; column <= width; column += 2, to += tile)
        {
            Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
            long at = (long)column * pixel;
            Fetch(line2 + at + ahead, pixel);
            Fetch(line3 + at + ahead, pixel);
            if (column < width) Column(line0 + at, line1 + at, line2 + at, line3 + at, out c0, out c1, out c2, out c3);
            at += pixel;
            if (column + 1 < width) Column(line0 + at, line1 + at, line2 + at, line3 + at, out d0, out d1, out d2, out d3);
            Write(a0, b0, c0, d0, to, position);
            Write(a1, b1, c1, d1, to + 4 * position, position);
            Write(a2, b2, c2, d2, to + 8 * position, position);
            Write(a3, b3, c3, d3, to + 12 * position, position);
            (a0, a1, a2, a3) = (c0, c1, c2, c3);
            (b0, b1, b2, b3) = (d0, d1, d2, d3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column(float* line0, float* line1, float* line2, float* line3, out Vector512<float> v0, out Vector512<float> v1,
        out Vector512<float> v2, out Vector512<float> v3)
    {
        Vector512<float> d0 = Vector512.Load(line0), d1 = Vector512.Load(line1), d2 = Vector512.Load(line2), d3 = Vector512.Load(line3);
        (v0, v1, v2, v3) = (d0 - d2, d1 + d2, d2 - d1, d1 - d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* to, long position)
    {
        (a - c).Store(to);
        (b + c).Store(to + position);
        (c - b).Store(to + 2 * position);
        (b - d).Store(to + 3 * position);
    }

    /// <summary>AᵀmA plus a bias of 16 channels for a row of tiles.</summary>
    /// <param name="from">The first tile's products at the first position.</param>
    /// <param name="tile">Floats from tile to tile.</param>
    /// <param name="position">Floats from position to position.</param>
    /// <param name="upper">First channel of the first pixel in the upper row of pixels.</param>
    /// <param name="lower">The same in the lower; null outside the image.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="pixel">Floats from pixel to pixel.</param>
    /// <param name="ahead">Floats to the pixels whose turn is next, which are fetched.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* from, int tile, long position, Vector512<float> bias, float* upper, float* lower, int width,
        int pixel, long ahead)
    {
        for (int column = 0; column < width; column += 2, from += tile, upper += 2 * pixel)
        {
            Sum(from, position, out Vector512<float> u0, out Vector512<float> l0);
            Sum(from + position, position, out Vector512<float> u1, out Vector512<float> l1);
            Sum(from + 2 * position, position, out Vector512<float> u2, out Vector512<float> l2);
            Sum(from + 3 * position, position, out Vector512<float> u3, out Vector512<float> l3);
            Fetch(upper + ahead, pixel);
            Fetch(upper + ahead + (long)width * pixel, pixel);
            bool right = column + 1 < width;
            (u0 + u1 + u2 + bias).Store(upper);
            if (right) (u1 - u2 - u3 + bias).Store(upper + pixel);
            if (lower is null) continue;
            (l0 + l1 + l2 + bias).Store(lower);
            if (right) (l1 - l2 - l3 + bias).Store(lower + pixel);
            lower += 2 * pixel;
        }
    }

    /// <summary>One column of Aᵀm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(float* from, long position, out Vector512<float> upper, out Vector512<float> lower)
    {
        Vector512<float> m0 = Vector512.Load(from), m1 = Vector512.Load(from + 4 * position), m2 = Vector512.Load(from + 8 * position),
            m3 = Vector512.Load(from + 12 * position);
        (upper, lower) = (m0 + m1 + m2, m1 - m2 - m3);
    }

    /// <summary>AgAᵀ of 16 channels of an output's gradient for a row of tiles.</summary>
    /// <param name="upper">First channel of the first pixel in the upper row of pixels.</param>
    /// <param name="lower">The same in the lower; one outside the image holds zeros.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="pixel">Floats from pixel to pixel.</param>
    /// <param name="ahead">Floats to the pixels whose turn is next, which are fetched.</param>
    /// <param name="to">Of the first tile at the first position.</param>
    /// <param name="tile">Floats from tile to tile.</param>
    /// <param name="position">Floats from position to position.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(float* upper, float* lower, int width, int pixel, long ahead, float* to, int tile, long position)
    {
        for (int column = 0; column < width; column += 2, upper += 2 * pixel, lower += 2 * pixel, to += tile)
        {
            Fetch(upper + ahead, pixel);
            Fetch(lower + ahead, pixel);
            Vector512<float> u0 = Vector512.Load(upper), l0 = Vector512.Load(lower), u1 = default, l1 = default;
            if (column + 1 < width) (u1, l1) = (Vector512.Load(upper + pixel), Vector512.Load(lower + pixel));
            Spread(u0, u1, to, position);
            Spread(u0 + l0, u1 + l1, to + 4 * position, position);
            Spread(u0 - l0, u1 - l1, to + 8 * position, position);
            Spread(-l0, -l1, to + 12 * position, position);
        }
    }

    /// <summary>One row of ·Aᵀ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(Vector512<float> left, Vector512<float> right, float* to, long position)
    {
        left.Store(to);
        (left + right).Store(to + position);
        (left - right).Store(to + 2 * position);
        (-right).Store(to + 3 * position);
    }

    /// <summary>GᵀmG of 16 channels.</summary>
    /// <param name="from">At the first position.</param>
    /// <param name="position">Floats from position to position.</param>
    /// <param name="to">[3, 3, 16]</param>
    public static void Taps(float* from, long position, float* to)
    {
        Vector512<float>* rows = stackalloc Vector512<float>[12];
        for (int c = 0; c < 4; c++)
        {
            float* m = from + c * position;
            Fold(Vector512.Load(m), Vector512.Load(m + 4 * position), Vector512.Load(m + 8 * position), Vector512.Load(m + 12 * position),
                out rows[c], out rows[4 + c], out rows[8 + c]);
        }
        for (int r = 0; r < 3; r++, to += 3 * Lanes)
        {
            Fold(rows[4 * r], rows[4 * r + 1], rows[4 * r + 2], rows[4 * r + 3], out Vector512<float> left, out Vector512<float> middle,
                out Vector512<float> right);
            left.Store(to);
            middle.Store(to + Lanes);
            right.Store(to + 2 * Lanes);
        }
    }

    /// <summary>Gᵀm.</summary>
    private static void Fold(Vector512<float> m0, Vector512<float> m1, Vector512<float> m2, Vector512<float> m3, out Vector512<float> a,
        out Vector512<float> b, out Vector512<float> c)
    {
        Vector512<float> sum = (m1 + m2) * 0.5f;
        (a, b, c) = (m0 + sum, (m1 - m2) * 0.5f, sum + m3);
    }

    /// <summary>Two pixels; an address that is nobody's is ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* at, int pixel)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(at);
        Sse.Prefetch0(at + pixel);
    }
}
