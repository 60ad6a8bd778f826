using System.Numerics;
using System.Runtime.Intrinsics;

namespace Strata.Analysis;

/// <summary>
/// What is summed over a batch of one layer, [examples, features] less a shift and in a unit, in fp32. Lines of <see cref="Lanes"/> vectors
/// stand together, so that a feature meets them all at once; features go by tiles that a first-level cache holds.
/// </summary>
/// <param name="rows">The batch's first number, float or double, held in its place.</param>
/// <param name="shift">[features] of the same type.</param>
/// <param name="exponent">The unit is two to this power.</param>
internal sealed unsafe class CenteredRows<T>(nint rows, T[] shift, int exponent) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Vectors of a line.</summary>
    public const int Lanes = 8;

    /// <summary>Features of a tile.</summary>
    public const int Tile = 256;

    /// <summary>Examples whose numbers are added to a line before it is stored again.</summary>
    private const int Together = 4;

    // By halves: 2^149 is no float.
    private readonly T _half = T.ScaleB(T.One, -exponent / 2), _rest = T.ScaleB(T.One, -exponent + exponent / 2);

    /// <summary>Adds the products of examples with vectors over the features of a tile.</summary>
    /// <param name="from">The tile's first feature.</param>
    /// <param name="vectors">[features, lines · lanes].</param>
    /// <param name="scores">[n, lines · lanes].</param>
    /// <param name="sums">[features] gets what each feature sums to; null where that is known.</param>
    /// <returns>The sum of squares, where sums are wanted.</returns>
    public double AddScores(int from, int n, int lines, float* vectors, double* scores, double[]? sums)
    {
        int count = Math.Min(Tile, shift.Length - from), stride = lines * Lanes;
        float* x = stackalloc float[Tile];
        float* tile = vectors + (long)from * stride;
        double squares = 0;
        for (int i = 0; i < n; i++)
        {
            Read(i, from, count, x);
            for (int line = 0; line < lines; line++)
            {
                // Four sums, so that an addition need not wait for the one before.
                Vector256<float> first = default, second = default, third = default, fourth = default;
                float* at = tile + line * Lanes;
                int k = 0;
                for (; k + 4 <= count; k += 4, at += 4 * stride)
                {
                    first = Vector256.MultiplyAddEstimate(Vector256.Create(x[k]), Vector256.Load(at), first);
                    second = Vector256.MultiplyAddEstimate(Vector256.Create(x[k + 1]), Vector256.Load(at + stride), second);
                    third = Vector256.MultiplyAddEstimate(Vector256.Create(x[k + 2]), Vector256.Load(at + 2 * stride), third);
                    fourth = Vector256.MultiplyAddEstimate(Vector256.Create(x[k + 3]), Vector256.Load(at + 3 * stride), fourth);
                }
                for (; k < count; k++, at += stride)
                    first = Vector256.MultiplyAddEstimate(Vector256.Create(x[k]), Vector256.Load(at), first);
                AddTo(scores + (long)i * stride + line * Lanes, first + second + (third + fourth));
            }
            if (sums is null) continue;
            for (int k = 0; k < count; k++)
            {
                double value = x[k];
                sums[from + k] += value;
                squares += value * value;
            }
        }
        return squares;
    }

    /// <summary>Adds, for the features of a tile, the products of what examples have there with their scores.</summary>
    /// <param name="scores">[n, lines · lanes].</param>
    /// <param name="products">[features, lines · lanes].</param>
    public void AddProducts(int from, int n, int lines, float* scores, double* products)
    {
        int count = Math.Min(Tile, shift.Length - from), stride = lines * Lanes;
        float* x = stackalloc float[Together * Tile], sums = stackalloc float[Tile * Lanes], none = stackalloc float[Lanes];
        new Span<float>(none, Lanes).Clear();
        for (int line = 0; line < lines; line++)
        {
            new Span<float>(sums, Tile * Lanes).Clear();
            for (int i = 0; i < n; i += Together)
            {
                int examples = Math.Min(Together, n - i);
                for (int e = 0; e < examples; e++) Read(i + e, from, count, x + e * Tile);
                new Span<float>(x + examples * Tile, (Together - examples) * Tile).Clear();
                float* of = scores + (long)i * stride + line * Lanes;
                Vector256<float> a = Score(0), b = Score(1), c = Score(2), d = Score(3);
                for (int k = 0; k < count; k++)
                {
                    var sum = Vector256.Load(sums + k * Lanes);
                    sum = Vector256.MultiplyAddEstimate(Vector256.Create(x[k]), a, sum);
                    sum = Vector256.MultiplyAddEstimate(Vector256.Create(x[Tile + k]), b, sum);
                    sum = Vector256.MultiplyAddEstimate(Vector256.Create(x[2 * Tile + k]), c, sum);
                    sum = Vector256.MultiplyAddEstimate(Vector256.Create(x[3 * Tile + k]), d, sum);
                    sum.Store(sums + k * Lanes);
                }

                Vector256<float> Score(int example) => Vector256.Load(example < examples ? of + example * stride : none);
            }
            for (int k = 0; k < count; k++)
                AddTo(products + (long)(from + k) * stride + line * Lanes, Vector256.Load(sums + k * Lanes));
        }
    }

    /// <summary>The largest magnitude less the shift, in units of one; NaN where a number is none.</summary>
    public double Largest(int n)
    {
        double largest = 0;
        var x = (T*)rows;
        for (int i = 0; i < n; i++)
            for (int k = 0; k < shift.Length; k++, x++) largest = Math.Max(largest, double.CreateTruncating(T.Abs(*x - shift[k])));
        return largest;
    }

    private void Read(int example, int from, int count, float* to)
    {
        T* x = (T*)rows + (long)example * shift.Length + from;
        fixed (T* less = &shift[from])
        {
            int k = 0;
            if (typeof(T) == typeof(float))
            {
                Vector256<float> half = Vector256.Create((float)(object)_half), rest = Vector256.Create((float)(object)_rest);
                for (; k + 8 <= count; k += 8)
                    ((Vector256.Load((float*)x + k) - Vector256.Load((float*)less + k)) * half * rest).Store(to + k);
            }
            for (; k < count; k++) to[k] = float.CreateTruncating((x[k] - less[k]) * _half * _rest);
        }
    }

    private static void AddTo(double* to, Vector256<float> values)
    {
        (Vector256<double> low, Vector256<double> high) = Vector256.Widen(values);
        (Vector256.Load(to) + low).Store(to);
        (Vector256.Load(to + 4) + high).Store(to + 4);
    }
}
