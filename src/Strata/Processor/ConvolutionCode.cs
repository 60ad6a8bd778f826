using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Processor;

/// <summary>
/// Writes a convolution of channels-last bf16 images for 16 or 32 output channels as machine code, void(input, weights, output, images):
/// each register holds 16 channels of one output pixel, and <c>vdpbf16ps</c> adds the product of a vector of weights (16 output channels ×
/// 2 input channels) with one pair of input channels, which it reads from the image and hands to all lanes; with 32 channels the pair is
/// read once for both halves. Pixels, taps and borders are unrolled, so that taps outside the image are left out; pairs of channels are the
/// inner loop. Weights are laid out for it: for every 16 output channels a vector of biases in fp32 and then, for every pair of input
/// channels and tap, a vector of 16 output channels × 2 input channels in bf16. Channels that are missing to a full vector or pair are 0.
/// </summary>
internal sealed class ConvolutionCode : CodeWriter
{
    /// <summary>Output channels of a block.</summary>
    public const int BlockChannels = 16;

    /// <summary>Registers for output pixels; the rest is for weights and, with two blocks, pairs of the input.</summary>
    private const int Accumulators = 28, SpareRegisters = 32 - Accumulators;

    private const int ElementBytes = 2;

    private readonly int _in, _inHeight, _inWidth, _out, _outWidth, _blocks, _lanes, _tapBytes, _blockBytes;

    private ConvolutionCode(Assembler code, (int Channels, int Height, int Width) input, (int Channels, int Height, int Width) output,
        int taps, int channels) : base(code)
    {
        (_in, _inHeight, _inWidth) = input;
        (_out, _outWidth, _blocks, _lanes) = (output.Channels, output.Width, Blocks(channels),
            Math.Min(channels, BlockChannels));
        (_tapBytes, _blockBytes) = (taps * VectorBytes, BlockLength(_in, taps) * ElementBytes);
    }

    /// <summary>Numbers of 16 bits that the weights of one block take.</summary>
    public static int BlockLength(int input, int taps) => 2 * BlockChannels + (input + 1) / 2 * taps * 2 * BlockChannels;

    /// <summary>Blocks of so many output channels, of which the last may not be full.</summary>
    public static int Blocks(int output) => (output + BlockChannels - 1) / BlockChannels;

    /// <param name="input">Of one image; two channels at least.</param>
    /// <param name="output">Of one image.</param>
    /// <param name="taps">Of the kernel, also those that no grid uses.</param>
    /// <param name="channels">Output channels that are made, 1 to 16, or 32.</param>
    public static MachineCode? TryAssemble(IReadOnlyList<PixelGrid> grids, (int Channels, int Height, int Width) input,
        (int Channels, int Height, int Width) output, int taps, int channels)
        => MachineCode.TryAssemble(code => new ConvolutionCode(code, input, output, taps, channels).Write(grids, input, output));

    /// <summary>Output pixels of a tile.</summary>
    private int Pixels => Accumulators / _blocks;

    private int InputPixel => _in * ElementBytes;

    private int OutputPixel => _out * ElementBytes;

    private void Write(IReadOnlyList<PixelGrid> grids, (int Channels, int Height, int Width) input,
        (int Channels, int Height, int Width) output)
    {
        Code.push(rbx);
        if (_lanes < BlockChannels)
        {
            Code.mov(eax, (1 << _lanes) - 1);
            Code.kmovw(k1, eax);
        }
        Loop(rcx, () =>
        {
            foreach (PixelGrid grid in grids) WriteGrid(grid);
            Advance(rdi, input.Channels * input.Height * input.Width * ElementBytes);
            Advance(rdx, output.Channels * output.Height * output.Width * ElementBytes);
        });
        Code.pop(rbx);
        Return();
    }

    /// <summary>
    /// Tiles as wide as registers allow, all of about one width, and as many rows of the grid as then fit; rows of tiles that touch no
    /// border share their code.
    /// </summary>
    private void WriteGrid(PixelGrid grid)
    {
        int across = (grid.Columns + Pixels - 1) / Pixels, width = (grid.Columns + across - 1) / across,
            height = Math.Min(grid.Rows, Pixels / width);
        int inputStep = height * grid.InputStep * _inWidth * InputPixel, outputStep = height * grid.Step * _outWidth * OutputPixel;
        Code.mov(r8, rdi);
        Code.lea(r9, __[rdx + (grid.Row * _outWidth + grid.Column) * OutputPixel]);
        for (int row = 0; row < grid.Rows;)
        {
            int rows = Math.Min(height, grid.Rows - row), repeated = 1;
            while (IsInside(grid, row, height) && IsInside(grid, row + repeated * height, height)) repeated++;
            int top = row;
            if (repeated > 1) Repeat(r10d, repeated, WriteRow);
            else WriteRow();
            row += repeated * height;

            void WriteRow()
            {
                for (int tile = 0; tile < across; tile++)
                {
                    int left = grid.Columns * tile / across;
                    WriteTile(grid, top, rows, left, grid.Columns * (tile + 1) / across - left);
                }
                Advance(r8, inputStep);
                Advance(r9, outputStep);
            }
        }
    }

    /// <summary>Whether all rows of a tile exist and no tap of theirs lies above or below the image.</summary>
    private bool IsInside(PixelGrid grid, int row, int height)
        => row + height <= grid.Rows
        && grid.Taps.All(tap => row * grid.InputStep + tap.Row >= 0 && (row + height - 1) * grid.InputStep + tap.Row < _inHeight);

    private void WriteTile(PixelGrid grid, int top, int rows, int left, int columns)
    {
        for (int i = 0; i < rows * columns * _blocks; i++) Code.vmovups(Zmm(i), __[rsi + i % _blocks * _blockBytes]);
        if (grid.Taps.Count > 0)
        {
            Code.mov(rax, r8);
            Code.lea(r11, __[rsi + VectorBytes]);
            Repeat(ebx, _in / 2, () =>
            {
                WriteTaps(grid, top, rows, left, columns, 0);
                Advance(rax, 2 * ElementBytes);
                Advance(r11, _tapBytes);
            });
            // An odd last channel is read together with the one before it, whose weight there is 0.
            if (_in % 2 == 1) WriteTaps(grid, top, rows, left, columns, -ElementBytes);
        }
        for (int i = 0; i < rows * columns * _blocks; i++)
        {
            (int row, int column) = Math.DivRem(i / _blocks, columns);
            AssemblerMemoryOperand pixel = __[r9
                + ((row * grid.Step * _outWidth + (left + column) * grid.Step) * OutputPixel + i % _blocks * BlockChannels * ElementBytes)];
            Code.vcvtneps2bf16(Ymm(i), Zmm(i));
            if (_lanes == BlockChannels) Code.vmovdqu16(pixel, Ymm(i));
            else Code.vmovdqu16(pixel.k1, Ymm(i));
        }
    }

    /// <summary>Adds what all taps give for one pair of input channels.</summary>
    private void WriteTaps(PixelGrid grid, int top, int rows, int left, int columns, int offset)
    {
        int used = 0;
        foreach ((int tapRow, int tapColumn, int weight) in grid.Taps)
        {
            bool loaded = false;
            for (int i = 0; i < rows * columns; i++)
            {
                int row = i / columns * grid.InputStep + tapRow, column = (left + i % columns) * grid.InputStep + tapColumn;
                if (top * grid.InputStep + row < 0 || top * grid.InputStep + row >= _inHeight || column < 0 || column >= _inWidth) continue;
                for (int block = 0; !loaded && block < _blocks; block++)
                    Code.vmovups(Weights(used, block), __[r11 + (weight * VectorBytes + block * _blockBytes)]);
                loaded = true;
                int tap = used, at = (row * _inWidth + column) * InputPixel + offset;
                AddProducts(Product.Bf16Pairs, i, _blocks, rax + at, block => Weights(tap, block),
                    Zmm(Accumulators + _blocks + i % (SpareRegisters - _blocks)));
            }
            if (loaded) used++;
        }
    }

    /// <summary>Where the weights of a tap are: one block changes between registers from tap to tap.</summary>
    private AssemblerRegisterZMM Weights(int tap, int block) => Zmm(Accumulators + (_blocks == 1 ? tap % SpareRegisters : block));
}
