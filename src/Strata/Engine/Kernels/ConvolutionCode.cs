using Iced.Intel;
using Strata.Runtime;
using static Iced.Intel.AssemblerRegisters;
using static Strata.Runtime.VectorRegisters;

namespace Strata.Engine.Kernels;

/// <summary>
/// Writes a convolution of channels-last bf16 images for 16 or 32 output channels as machine code, void(input, weights, output, images):
/// each register holds 16 channels of one output pixel, and <c>vdpbf16ps</c> adds the product of a vector of weights (16 output channels ×
/// 2 input channels) with one pair of input channels, which it reads from the image and hands to all lanes; with 32 channels the pair is
/// read once for both halves, since a Zen 5 core begins two such instructions a cycle but not two that read memory. Pixels, taps and
/// borders are unrolled, so that taps outside the image are left out; pairs of channels are the inner loop.
/// </summary>
internal sealed class ConvolutionCode
{
    /// <summary>Registers for output pixels; the rest is for weights and, with two blocks, pairs of the input.</summary>
    private const int Accumulators = 28, SpareRegisters = 32 - Accumulators;

    private const int BlockChannels = ConvolutionWeights.Lanes, VectorBytes = 64, ElementBytes = 2;

    private readonly Assembler _code;
    private readonly int _in, _inHeight, _inWidth, _out, _outWidth, _blocks, _lanes, _tapBytes, _blockBytes;

    private ConvolutionCode(Assembler code, (int Channels, int Height, int Width) input, (int Channels, int Height, int Width) output,
        int taps, int channels)
    {
        _code = code;
        (_in, _inHeight, _inWidth) = input;
        (_out, _outWidth, _blocks, _lanes) = (output.Channels, output.Width, (channels + BlockChannels - 1) / BlockChannels,
            Math.Min(channels, BlockChannels));
        (_tapBytes, _blockBytes) = (taps * VectorBytes, ConvolutionWeights.BlockLength(_in, taps) * ElementBytes);
    }

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
        _code.push(rbx);
        if (_lanes < BlockChannels)
        {
            _code.mov(eax, (1 << _lanes) - 1);
            _code.kmovw(k1, eax);
        }
        Label image = _code.CreateLabel();
        _code.Label(ref image);
        foreach (PixelGrid grid in grids) WriteGrid(grid);
        _code.add(rdi, input.Channels * input.Height * input.Width * ElementBytes);
        _code.add(rdx, output.Channels * output.Height * output.Width * ElementBytes);
        _code.dec(rcx);
        _code.jnz(image);
        _code.pop(rbx);
        _code.vzeroupper();
        _code.ret();
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
        _code.mov(r8, rdi);
        _code.lea(r9, __[rdx + (grid.Row * _outWidth + grid.Column) * OutputPixel]);
        for (int row = 0; row < grid.Rows;)
        {
            int rows = Math.Min(height, grid.Rows - row), repeated = 1;
            while (IsInside(grid, row, height) && IsInside(grid, row + repeated * height, height)) repeated++;
            Label next = _code.CreateLabel();
            if (repeated > 1)
            {
                _code.mov(r10d, repeated);
                _code.Label(ref next);
            }
            for (int tile = 0; tile < across; tile++)
            {
                int left = grid.Columns * tile / across;
                WriteTile(grid, row, rows, left, grid.Columns * (tile + 1) / across - left);
            }
            _code.add(r8, inputStep);
            _code.add(r9, outputStep);
            if (repeated > 1)
            {
                _code.dec(r10d);
                _code.jnz(next);
            }
            row += repeated * height;
        }
    }

    /// <summary>Whether all rows of a tile exist and no tap of theirs lies above or below the image.</summary>
    private bool IsInside(PixelGrid grid, int row, int height)
        => row + height <= grid.Rows
        && grid.Taps.All(tap => row * grid.InputStep + tap.Row >= 0 && (row + height - 1) * grid.InputStep + tap.Row < _inHeight);

    private void WriteTile(PixelGrid grid, int top, int rows, int left, int columns)
    {
        for (int i = 0; i < rows * columns * _blocks; i++) _code.vmovups(Zmm(i), __[rsi + i % _blocks * _blockBytes]);
        if (grid.Taps.Count > 0)
        {
            _code.mov(rax, r8);
            _code.lea(r11, __[rsi + VectorBytes]);
            _code.mov(ebx, _in / 2);
            Label pair = _code.CreateLabel();
            _code.Label(ref pair);
            WriteTaps(grid, top, rows, left, columns, 0);
            _code.add(rax, 2 * ElementBytes);
            _code.add(r11, _tapBytes);
            _code.dec(ebx);
            _code.jnz(pair);
            // An odd last channel is read together with the one before it, whose weight there is 0.
            if (_in % 2 == 1) WriteTaps(grid, top, rows, left, columns, -ElementBytes);
        }
        for (int i = 0; i < rows * columns * _blocks; i++)
        {
            (int row, int column) = Math.DivRem(i / _blocks, columns);
            AssemblerMemoryOperand pixel = __[r9
                + ((row * grid.Step * _outWidth + (left + column) * grid.Step) * OutputPixel + i % _blocks * BlockChannels * ElementBytes)];
            _code.vcvtneps2bf16(Ymm(i), Zmm(i));
            if (_lanes == BlockChannels) _code.vmovdqu16(pixel, Ymm(i));
            else _code.vmovdqu16(pixel.k1, Ymm(i));
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
                    _code.vmovups(Weights(used, block), __[r11 + (weight * VectorBytes + block * _blockBytes)]);
                loaded = true;
                int at = (row * _inWidth + column) * InputPixel + offset;
                if (_blocks == 1)
                {
                    _code.vdpbf16ps(Zmm(i), Weights(used, 0), __dword_bcst[rax + at]);
                    continue;
                }
                AssemblerRegisterZMM inputs = Zmm(Accumulators + _blocks + i % (SpareRegisters - _blocks));
                _code.vpbroadcastd(inputs, __dword_ptr[rax + at]);
                for (int block = 0; block < _blocks; block++) _code.vdpbf16ps(Zmm(i * _blocks + block), Weights(used, block), inputs);
            }
            if (loaded) used++;
        }
    }

    /// <summary>Where the weights of a tap are: one block changes between registers from tap to tap.</summary>
    private AssemblerRegisterZMM Weights(int tap, int block) => Zmm(Accumulators + (_blocks == 1 ? tap % SpareRegisters : block));
}
