using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Strata.Processor;
using Strata.Runtime;

namespace Strata.Engine.Kernels;

/// <summary>
/// Scaled dot-product attention, softmax(q·kᵀ/√d)·v (Vaswani et al. 2017, eq. 1), one head of one image after the other, so that all of it
/// stays in a core's own cache. Of the weights only each row's logarithm of the sum is kept; the backward pass makes them again, a few rows
/// at a time (Dao et al. 2022, §3.1).
/// </summary>
internal static unsafe class AttentionKernels<T, TElement> where T : unmanaged where TElement : IElement<T>
{
    /// <summary>Tokens whose weights are made at a time, a multiple of 4.</summary>
    private const int BlockRows = 64;

    private const int Lanes = SmallProduct.Lanes;

    /// <param name="all">[images, tokens, 3, heads, features]: queries, keys, values.</param>
    /// <param name="mixed">[images, tokens, heads, features], all of it written.</param>
    /// <param name="logarithms">[images, heads, tokens]: of the sum of every row's exponentials; null where nobody
    /// goes back.</param>
    public static void Forward(T* all, T* mixed, float* logarithms, int images, AttentionShape shape)
    {
        AttentionShape s = shape;
        ParallelRows.For(images * s.Heads, (_, first, end) =>
        {
            using var scratch = new Scratch(s, backward: false);
            for (int item = first; item < end; item++)
            {
                (int image, int head) = Math.DivRem(item, s.Heads);
                T* q = all + (long)image * s.Tokens * 3 * s.Width + head * s.Features;
                scratch.Read(q, 3 * s.Width, scratch.Q);
                scratch.ReadTransposed(q + s.Width, 3 * s.Width, scratch.KeysAcross);
                scratch.Read(q + 2 * s.Width, 3 * s.Width, scratch.V);
                for (int row = 0; row < s.Tokens; row += BlockRows)
                {
                    int rows = Math.Min(BlockRows, s.Tokens - row);
                    scratch.Scores(row, rows);
                    for (int i = 0; i < rows; i++)
                    {
                        float logarithm = scratch.Softmax(i);
                        if (logarithms != null) logarithms[(long)item * s.Tokens + row + i] = logarithm;
                    }
                    SmallProduct.Multiply(scratch.P, scratch.Across, 1, scratch.V, scratch.Down, scratch.Block, scratch.Down, rows,
                        s.Tokens, scratch.Down, add: false);
                    scratch.Write(scratch.Block, rows, mixed + ((long)image * s.Tokens + row) * s.Width + head * s.Features, s.Width);
                }
            }
        });
    }

    /// <param name="all">What <see cref="Forward"/> took.</param>
    /// <param name="mixed">What it gave.</param>
    /// <param name="logarithms">The same.</param>
    /// <param name="gradient">[images, tokens, heads, features]</param>
    /// <param name="toAll">[images, tokens, 3, heads, features], all of it written.</param>
    public static void Backward(T* all, T* mixed, float* logarithms, T* gradient, T* toAll, int images, AttentionShape shape)
    {
        AttentionShape s = shape;
        ParallelRows.For(images * s.Heads, (_, first, end) =>
        {
            using var scratch = new Scratch(s, backward: true);
            for (int item = first; item < end; item++)
            {
                (int image, int head) = Math.DivRem(item, s.Heads);
                long qkv = (long)image * s.Tokens * 3 * s.Width + head * s.Features,
                    o = (long)image * s.Tokens * s.Width + head * s.Features;
                scratch.Read(all + qkv, 3 * s.Width, scratch.Q);
                scratch.Read(all + qkv + s.Width, 3 * s.Width, scratch.K);
                scratch.ReadTransposed(all + qkv + s.Width, 3 * s.Width, scratch.KeysAcross);
                scratch.ReadTransposed(all + qkv + 2 * s.Width, 3 * s.Width, scratch.ValuesAcross);
                scratch.Read(mixed + o, s.Width, scratch.Mixed);
                scratch.Read(gradient + o, s.Width, scratch.Gradient);
                for (int row = 0; row < s.Tokens; row += BlockRows)
                {
                    int rows = Math.Min(BlockRows, s.Tokens - row);
                    bool more = row > 0;
                    float* g = scratch.Gradient + (long)row * scratch.Down;
                    scratch.Scores(row, rows);
                    for (int i = 0; i < rows; i++) scratch.Weights(i, logarithms[(long)item * s.Tokens + row + i]);
                    SmallProduct.Multiply(scratch.P, 1, scratch.Across, g, scratch.Down, scratch.ToV, scratch.Down, s.Tokens, rows,
                        scratch.Down, more);
                    SmallProduct.Multiply(g, scratch.Down, 1, scratch.ValuesAcross, scratch.Across, scratch.ToP, scratch.Across, rows,
                        s.Features, scratch.Across, add: false);
                    for (int i = 0; i < rows; i++) scratch.ScoreGradient(i, row + i);
                    SmallProduct.Multiply(scratch.ToP, scratch.Across, 1, scratch.K, scratch.Down, scratch.Block, scratch.Down, rows,
                        s.Tokens, scratch.Down, add: false);
                    scratch.Write(scratch.Block, rows, toAll + qkv + (long)row * 3 * s.Width, 3 * s.Width);
                    SmallProduct.Multiply(scratch.ToP, 1, scratch.Across, scratch.Q + (long)row * scratch.Down, scratch.Down, scratch.ToK,
                        scratch.Down, s.Tokens, rows, scratch.Down, more);
                }
                scratch.Write(scratch.ToK, s.Tokens, toAll + qkv + s.Width, 3 * s.Width);
                scratch.Write(scratch.ToV, s.Tokens, toAll + qkv + 2 * s.Width, 3 * s.Width);
            }
        });
    }

    /// <summary>The matrices of one head in floats, with zeros where rows do not fill whole vectors.</summary>
    private sealed class Scratch : IDisposable
    {
        private readonly AttentionShape _shape;
        private readonly float _scale;
        private readonly float* _memory;

        public Scratch(AttentionShape shape, bool backward)
        {
            (_shape, _scale) = (shape, (float)(1 / Math.Sqrt(shape.Features)));
            (Across, Down) = (Whole(shape.Tokens), Whole(shape.Features));
            long tokens = (long)shape.Tokens * Down, turned = (long)shape.Features * Across, block = (long)BlockRows * Across;
            long[] sizes = [tokens, tokens, turned, block, (long)BlockRows * Down, .. backward
                ? (long[])[tokens, turned, tokens, tokens, tokens, tokens, block] : []];
            _memory = (float*)NativeMemory.AlignedAlloc((nuint)(sizes.Sum() * sizeof(float)), 64);
            NativeMemory.Clear(_memory, (nuint)(sizes.Sum() * sizeof(float)));
            float* at = _memory;
            float* Next(int index)
            {
                float* place = at;
                at += sizes[index];
                return place;
            }
            Q = Next(0);
            V = Next(1);
            KeysAcross = Next(2);
            P = Next(3);
            Block = Next(4);
            if (!backward) return;
            K = Next(5);
            ValuesAcross = Next(6);
            Mixed = Next(7);
            Gradient = Next(8);
            ToK = Next(9);
            ToV = Next(10);
            ToP = Next(11);
        }

        /// <summary>Tokens and features, up to whole vectors.</summary>
        public int Across { get; }

        public int Down { get; }

        /// <summary>[tokens, down] each.</summary>
        public float* Q { get; }
        public float* K { get; }
        public float* V { get; }
        public float* Mixed { get; }
        public float* Gradient { get; }
        public float* ToK { get; }
        public float* ToV { get; }

        /// <summary>[features, across] each.</summary>
        public float* KeysAcross { get; }
        public float* ValuesAcross { get; }

        /// <summary>[block, across]: the weights of some rows, and their gradient.</summary>
        public float* P { get; }
        public float* ToP { get; }

        /// <summary>[block, down]</summary>
        public float* Block { get; }

        public void Read(T* from, int step, float* to)
        {
            for (int token = 0; token < _shape.Tokens; token++, from += step, to += Down)
            {
                int f = 0;
                for (; f + Lanes <= _shape.Features; f += Lanes) TElement.Load(from + f).Store(to + f);
                for (; f < _shape.Features; f++) to[f] = TElement.Load1(from + f);
            }
        }

        public void ReadTransposed(T* from, int step, float* to)
        {
            for (int token = 0; token < _shape.Tokens; token++, from += step)
                for (int f = 0; f < _shape.Features; f++) to[(long)f * Across + token] = TElement.Load1(from + f);
        }

        public void Write(float* from, int rows, T* to, int step)
        {
            for (int row = 0; row < rows; row++, from += Down, to += step)
            {
                int f = 0;
                for (; f + Lanes <= _shape.Features; f += Lanes) TElement.Store(to + f, Vector512.Load(from + f));
                for (; f < _shape.Features; f++) TElement.Store1(to + f, from[f]);
            }
        }

        /// <summary>q·kᵀ of some rows, into P.</summary>
        public void Scores(int row, int rows)
            => SmallProduct.Multiply(Q + (long)row * Down, Down, 1, KeysAcross, Across, P, Across, rows, _shape.Features, Across,
                add: false);

        /// <summary>Row i of P from scores to weights; gives the logarithm of the sum of their exponentials.</summary>
        public float Softmax(int i)
        {
            float* p = P + (long)i * Across;
            var most = Vector512.Create(float.NegativeInfinity);
            Ban(p);
            for (int j = 0; j < Across; j += Lanes) most = Vector512.MaxNative(most, Vector512.Load(p + j));
            float largest = float.NegativeInfinity;
            for (int k = 0; k < Lanes; k++) largest = Math.Max(largest, most[k]);
            var sum = Vector512<float>.Zero;
            var scale = Vector512.Create(_scale);
            for (int j = 0; j < Across; j += Lanes)
            {
                Vector512<float> weight = Exponential.Of((Vector512.Load(p + j) - Vector512.Create(largest)) * scale);
                weight.Store(p + j);
                sum += weight;
            }
            // What was banned is some 10⁻³⁸ each, and nothing beside a sum of 1 and more.
            float whole = Vector512.Sum(sum);
            var inverse = Vector512.Create(1 / whole);
            for (int j = 0; j < Across; j += Lanes) (Vector512.Load(p + j) * inverse).Store(p + j);
            Clear(p);
            return largest * _scale + MathF.Log(whole);
        }

        /// <summary>Row i of P from scores to weights, once the logarithm of the sum is known.</summary>
        public void Weights(int i, float logarithm)
        {
            float* p = P + (long)i * Across;
            Vector512<float> scale = Vector512.Create(_scale), off = Vector512.Create(-logarithm);
            for (int j = 0; j < Across; j += Lanes)
                Exponential.Of(Vector512.FusedMultiplyAdd(Vector512.Load(p + j), scale, off)).Store(p + j);
            Clear(p);
        }

        /// <summary>
        /// Row i of the weights' gradient becomes the scores': p·(g − Σ p·g), where the sum is that of the mixed values with their
        /// gradient.
        /// </summary>
        public void ScoreGradient(int i, int token)
        {
            float* p = P + (long)i * Across, g = ToP + (long)i * Across, o = Mixed + (long)token * Down, d = Gradient + (long)token * Down;
            Vector512<float> product = default, scale = Vector512.Create(_scale);
            for (int f = 0; f < Down; f += Lanes)
                product = Vector512.FusedMultiplyAdd(Vector512.Load(o + f), Vector512.Load(d + f), product);
            var mean = Vector512.Create(Vector512.Sum(product));
            for (int j = 0; j < Across; j += Lanes)
                (Vector512.Load(p + j) * (Vector512.Load(g + j) - mean) * scale).Store(g + j);
        }

        public void Dispose() => NativeMemory.AlignedFree(_memory);

        private void Ban(float* row) => new Span<float>(row + _shape.Tokens, Across - _shape.Tokens).Fill(float.NegativeInfinity);

        private void Clear(float* row) => new Span<float>(row + _shape.Tokens, Across - _shape.Tokens).Clear();

        private static int Whole(int count) => (count + Lanes - 1) / Lanes * Lanes;
    }
}
