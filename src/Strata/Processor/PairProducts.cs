using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Processor;

/// <summary>
/// The sums of one tile over whole images, assembled for one shape: for every pair of the output, a vector of 16 channels of its gradient
/// is loaded once and multiplied by each number of the tile's input, which the instruction broadcasts from memory. All sums stay in
/// registers meanwhile. A Zen 4 core begins one such instruction per cycle, and nothing else here takes that long.
/// </summary>
internal sealed unsafe class PairProducts : IDisposable
{
    /// <summary>Rows of so many pairs are written out; longer ones are a loop.</summary>
    private const int Unrolled = 8;

    /// <summary>More lines at once would only wait for each other.</summary>
    private const int MostLines = 8;

    private readonly MachineCode _code;

    private PairProducts(MachineCode code) => _code = code;

    /// <summary>Null where no code can be made.</summary>
    /// <param name="layout">Of the convolution.</param>
    /// <param name="channels">Input channels of the tile.</param>
    public static PairProducts? TryCreate(WeightGradientLayout layout, int channels)
        => MachineCode.TryAssemble(assembler => new Writer(assembler, layout, channels).Write()) is { } code ? new(code) : null;

    /// <summary>
    /// Cache lines that each row of a tile asks for ahead, so that all tiles together read <paramref name="bytes"/> an image.
    /// </summary>
    public static int LinesAhead(WeightGradientLayout layout, long bytes)
    {
        long rows = (long)layout.Shape.OutHeight * layout.Tiles * layout.OutBlocks;
        return (int)Math.Min(MostLines, (bytes / 64 + rows - 1) / rows);
    }

    /// <summary>Adds to <paramref name="sums"/> [kernel row, kernel column, channel, 16].</summary>
    /// <param name="gradient">A packed block of the output's gradient.</param>
    /// <param name="input">The packed block of the input, at the tile's first channel and column.</param>
    /// <param name="sums">The tile's.</param>
    /// <param name="images">At least one.</param>
    /// <param name="nextInput">Memory that is read into the cache meanwhile; need not exist.</param>
    /// <param name="nextGradient">The same.</param>
    public void Add(byte* gradient, byte* input, float* sums, long images, void* nextInput, void* nextGradient)
        => ((delegate* unmanaged<byte*, byte*, float*, long, void*, void*, void>)_code.Entry)(gradient, input, sums, images, nextInput,
            nextGradient);

    public void Dispose() => _code.Dispose();

    private sealed class Writer(Assembler code, WeightGradientLayout layout, int channels) : CodeWriter(code)
    {
        /// <summary>Where the rows of the input begin that the kernel's rows meet.</summary>
        private readonly AssemblerRegister64[] _rows = layout.Shape.Size == 1 ? [rsi] : [rsi, r10, r11];

        private readonly int _inputLines = LinesAhead(layout, 2L * layout.Shape.Height * layout.Shape.Width * layout.Shape.In);

        private readonly int _gradientLines = LinesAhead(layout, 2L * layout.Shape.OutHeight * layout.Shape.OutWidth * layout.Shape.Out);

        private int Sums => layout.Shape.Size * layout.TileColumns * channels;

        public void Write()
        {
            Clear(Sums);
            // Sums of wide layers lie in a far cache.
            for (int i = 0; i < Sums; i++) Code.prefetchw(__[rdx + i * VectorBytes]);
            Code.push(rdx);
            for (int row = layout.Shape.Size - 1; row >= 0; row--)
                Code.lea(_rows[row], __[rsi + (row - layout.Shape.Padding) * layout.InRowBytes]);
            Loop(rcx, () =>
            {
                WriteImage();
                long left = layout.InImageBytes - (long)layout.Shape.OutHeight * layout.RowStep * layout.InRowBytes;
                if (left != 0) AdvanceRows(left);
            });
            Code.pop(rdx);
            for (int i = 0; i < Sums; i++) AddToMemory(Zmm(i), __[rdx + i * VectorBytes], Zmm(i));
            Return();
        }

        /// <summary>The first and last row are written apart: rows of the kernel lie outside of the image there.</summary>
        private void WriteImage()
        {
            int top = layout.Shape.Padding, rows = layout.Shape.OutHeight, bottom = (rows - 1) * layout.Shape.Stride + layout.Shape.Size
                - layout.Shape.Padding > layout.Shape.Height ? 1 : 0;
            if (top > 0) WriteRow(1, layout.Shape.Size - (rows == 1 ? bottom : 0));
            int middle = rows - top - (rows > 1 ? bottom : 0);
            if (middle > 0) Repeat(edx, middle, () => WriteRow(0, layout.Shape.Size));
            if (rows > 1 && bottom > 0) WriteRow(0, layout.Shape.Size - 1);
        }

        /// <summary>One row of the output with rows [first, end) of the kernel.</summary>
        private void WriteRow(int first, int end)
        {
            Prefetch(r8, _inputLines);
            Prefetch(r9, _gradientLines);
            if (layout.Pairs <= Unrolled)
            {
                for (int pair = 0; pair < layout.Pairs; pair++)
                {
                    Code.vmovdqu32(zmm31, __[rdi + pair * VectorBytes]);
                    for (int row = first; row < end; row++) WriteProducts(row, _rows[row] + pair * VectorBytes);
                }
            }
            else
            {
                Label next = Code.CreateLabel();
                Code.xor(eax, eax);
                Code.Label(ref next);
                Code.vmovdqu32(zmm31, __[rdi + rax]);
                for (int row = first; row < end; row++) WriteProducts(row, _rows[row] + rax);
                Advance(rax, VectorBytes);
                Code.cmp(rax, layout.OutRowBytes);
                Code.jne(next);
            }
            Advance(rdi, layout.OutRowBytes);
            AdvanceRows((long)layout.RowStep * layout.InRowBytes);
        }

        private void WriteProducts(int row, AssemblerMemoryOperand at)
        {
            for (int column = 0; column < layout.TileColumns; column++)
            {
                for (int channel = 0; channel < channels; channel++)
                    AddProduct(Product.Bf16Pairs, Zmm((row * layout.TileColumns + column) * channels + channel), zmm31,
                        at + (layout.TileColumns > 1 ? layout.ColumnOffset(column) : 0) + channel * 4);
            }
        }

        private void Prefetch(AssemblerRegister64 at, int lines)
        {
            for (int line = 0; line < lines; line++) Code.prefetcht1(__[at + line * VectorBytes]);
            Advance(at, lines * VectorBytes);
        }

        private void AdvanceRows(long bytes)
        {
            foreach (AssemblerRegister64 row in _rows) Advance(row, bytes);
        }
    }
}
