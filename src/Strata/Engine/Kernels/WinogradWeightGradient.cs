using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Strata.Processor;
using Strata.Runtime;

namespace Strata.Engine.Kernels;

/// <summary>
/// The gradient of the weights of a 3×3 convolution with stride 1 from channels-last fp32 activations, by the transposes of Winograd's maps
/// (see <see cref="WinogradTransforms"/>): Gᵀ[Σ (A·g·Aᵀ) ⊙ (BᵀdB)]G over all tiles of 2 × 2 output pixels takes 16 multiplications where
/// the definition takes 36. Products are summed over some tiles in registers, these sums over all images of a thread, and those of the
/// threads in their order: only the number of threads decides the bits.
/// </summary>
internal sealed unsafe class WinogradWeightGradient : IDisposable
{
    private const int Lanes = FloatTile.Side, Positions = WinogradTransforms.Positions, Taps = 9;

    /// <summary>Bytes of transformed tiles that a core's second-level cache holds beside the sums.</summary>
    private const int CacheShare = 256 << 10;

    /// <summary>
    /// Tiles that are taken together: so many that the sums are read seldom, and so few that a block stays in the first-level cache.
    /// </summary>
    private const int FewestTiles = 32, MostTiles = 192;

    /// <summary>Floats between positions, so that those of one tile do not all fall on one set of the first-level cache.</summary>
    private const int Gap = 5 * Lanes;

    /// <summary>Numbers below which another thread costs more to wake than it writes.</summary>
    private const int LeastWritten = 1 << 15;

    private readonly List<WeightGradientScratch> _scratch = [];

    public static bool Supports(ConvolutionShape shape)
        => Capability.WinogradWeightGradients.CanRun && shape is { Size: 3, Stride: 1, In: > 0, Out: > 0 }
            && shape.In % Lanes == 0 && shape.Out % Lanes == 0;

    /// <param name="gradient">[images, height, width, out].</param>
    /// <param name="input">[images, height, width, in].</param>
    /// <param name="toWeight">Gets [out, in, 3, 3].</param>
    /// <param name="images">At least one.</param>
    /// <param name="shape">One that <see cref="Supports"/> names.</param>
    public void Run(float* gradient, float* input, float* toWeight, int images, ConvolutionShape shape)
    {
        var grid = new TileGrid(images, shape.Height, shape.Width);
        int wanted = Math.Clamp(CacheShare / (Positions * sizeof(float) * (shape.In + shape.Out)), FewestTiles, MostTiles);
        int rows = Math.Max(1, wanted / grid.Across), units = (grid.Rows + rows - 1) / rows;
        int shares = Math.Min(ParallelRows.Parts, units);
        while (_scratch.Count < shares) _scratch.Add(new());
        ParallelRows.For(units, (part, first, end) =>
        {
            WeightGradientScratch scratch = _scratch[part];
            scratch.ReserveSums(Positions * (long)shape.In * shape.Out);
            NativeMemory.Clear(scratch.Sums, (nuint)Positions * sizeof(float) * (nuint)shape.In * (nuint)shape.Out);
            var tiles = new WinogradTiles(grid, shape, rows, scratch);
            for (int row = first * rows; row < Math.Min(end * rows, grid.Rows); row += rows)
            {
                int count = Math.Min(rows, grid.Rows - row);
                tiles.Read(input, gradient, row, count);
                for (int p = 0; p < Positions; p++)
                    for (int i = 0; i < shape.In; i += Lanes)
                        for (int o = 0, strips; o < shape.Out; o += strips * Lanes)
                        {
                            strips = Math.Min(2, (shape.Out - o) / Lanes);
                            FloatTile.Add(tiles.InputsAt(p, i), tiles.GradientsAt(p, o), tiles.Count, scratch.Sums + SumsAt(shape, p, i, o),
                                null, 0, strips);
                        }
            }
        });
        int least = Math.Max(1, LeastWritten / (Positions * shape.In * Lanes));
        ParallelRows.For(shape.Out / Lanes, least, (_, first, end) =>
        {
            for (int block = first; block < end; block++) Write(toWeight, block, shares, shape);
        });
    }

    public void Dispose()
    {
        foreach (WeightGradientScratch scratch in _scratch) scratch.Dispose();
        _scratch.Clear();
    }

    /// <summary>
    /// Where the sums of 16 inputs with 16 outputs begin, [positions, blocks of inputs, blocks of outputs, inputs, outputs].
    /// </summary>
    private static long SumsAt(ConvolutionShape shape, int position, int input, int output)
        => ((long)position * shape.In + input) * shape.Out + output * Lanes;

    /// <summary>Adds the shares of all threads, in order, and writes Gᵀ·G of a block of output channels.</summary>
    private void Write(float* toWeight, int block, int shares, ConvolutionShape shape)
    {
        float* taps = stackalloc float[Taps * Lanes];
        long step = SumsAt(shape, 1, 0, 0);
        for (int i = 0; i < shape.In; i++)
        {
            long at = SumsAt(shape, 0, i / Lanes * Lanes, block * Lanes) + i % Lanes * Lanes;
            for (int share = 1; share < shares; share++)
                for (int p = 0; p < Positions; p++)
                {
                    float* sum = _scratch[0].Sums + at + p * step;
                    (Vector512.Load(sum) + Vector512.Load(_scratch[share].Sums + at + p * step)).Store(sum);
                }
            WinogradTransforms.Taps(_scratch[0].Sums + at, step, taps);
            for (int o = 0; o < Lanes; o++)
            {
                float* to = toWeight + ((long)(block * Lanes + o) * shape.In + i) * Taps;
                for (int tap = 0; tap < Taps; tap++) to[tap] = taps[tap * Lanes + o];
            }
        }
    }

    /// <summary>
    /// Transformed rows of tiles of one thread, [positions, blocks of channels, tiles, lanes] of both sides, so that what is multiplied
    /// lies together.
    /// </summary>
    private struct WinogradTiles
    {
        private readonly TileGrid _grid;
        private readonly ConvolutionShape _shape;
        private readonly long _inputStep, _gradientStep;
        private readonly float* _inputs, _gradients, _zeros;

        public WinogradTiles(TileGrid grid, ConvolutionShape shape, int rows, WeightGradientScratch scratch)
        {
            (_grid, _shape) = (grid, shape);
            long most = (long)rows * grid.Across;
            (_inputStep, _gradientStep) = (most * shape.In + Gap, most * shape.Out + Gap);
            int line = shape.Width * Math.Max(shape.In, shape.Out);
            scratch.ReservePairs((Positions * (_inputStep + _gradientStep) + line) * sizeof(float));
            _inputs = (float*)scratch.Pairs;
            _gradients = _inputs + Positions * _inputStep;
            _zeros = _gradients + Positions * _gradientStep;
            new Span<float>(_zeros, line).Clear();
        }

        /// <summary>Tiles that are there.</summary>
        public int Count { get; private set; }

        public readonly float* InputsAt(int position, int channel) => _inputs + position * _inputStep + (long)channel * Count;

        public readonly float* GradientsAt(int position, int channel) => _gradients + position * _gradientStep + (long)channel * Count;

        /// <summary>Transforms so many rows of tiles.</summary>
        public void Read(float* input, float* gradient, int row, int count)
        {
            Count = count * _grid.Across;
            for (int r = 0; r < count; r++)
            {
                (int image, int top) = Math.DivRem(row + r, _grid.Down);
                long pixels = (long)image * _grid.Height * _grid.Width, first = (long)r * _grid.Across * Lanes,
                    ahead = (long)count * 2 * _grid.Width;
                float* x = input + pixels * _shape.In, g = gradient + pixels * _shape.Out;
                float* line0 = Line(x, 2 * top - 1, _shape.In), line1 = Line(x, 2 * top, _shape.In),
                    line2 = Line(x, 2 * top + 1, _shape.In), line3 = Line(x, 2 * top + 2, _shape.In);
                for (int c = 0; c < _shape.In; c += Lanes)
                    WinogradTransforms.Input(line0 + c, line1 + c, line2 + c, line3 + c, _grid.Width, _shape.In, ahead * _shape.In,
                        InputsAt(0, c) + first, Lanes, _inputStep);
                float* upper = Line(g, 2 * top, _shape.Out), lower = Line(g, 2 * top + 1, _shape.Out);
                for (int c = 0; c < _shape.Out; c += Lanes)
                    WinogradTransforms.Gradient(upper + c, lower + c, _grid.Width, _shape.Out, ahead * _shape.Out,
                        GradientsAt(0, c) + first, Lanes, _gradientStep);
            }
        }

        private readonly float* Line(float* image, int y, int channels) => _grid.Line(image, y, channels, _zeros);
    }
}
