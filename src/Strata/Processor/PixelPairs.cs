using System.Runtime.InteropServices;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Strata.Processor;

/// <summary>
/// Packs up to 16 channels of bf16 channels-last rows [row, pixel, channel] as pairs [row, plane, pair, 16 channels, 2], assembled for one
/// shape: pair j of a plane is made of the pixels start + 2·step·j and step further, and those outside of the row are zeros.
/// </summary>
internal sealed unsafe class PixelPairs : IDisposable
{
    private const int PairBytes = WeightGradientLayout.PairBytes, Lanes = WeightGradientLayout.Lanes;

    /// <summary>
    /// Where each of a pair's 32 numbers comes from: 16 channels of one pixel and then of the other, which are to alternate.
    /// </summary>
    private static readonly ushort* s_order = Interleaving();

    private readonly MachineCode _code;

    private PixelPairs(MachineCode code) => _code = code;

    /// <summary>Null where no code can be made.</summary>
    /// <param name="channels">Channels to pack, at most 16; the rest is zeros.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="pixelBytes">From one pixel to the next.</param>
    /// <param name="rowBytes">From one row to the next that is packed.</param>
    /// <param name="starts">Each plane's start.</param>
    /// <param name="step">Pixels from one of a pair to the other.</param>
    /// <param name="pairs">Of a plane.</param>
    public static PixelPairs? TryCreate(int channels, int width, int pixelBytes, int rowBytes, int[] starts, int step, int pairs)
        => MachineCode.TryAssemble(assembler => new Writer(assembler, channels, width, pixelBytes).Write(rowBytes, starts, step, pairs))
            is { } code ? new(code) : null;

    /// <param name="from">The first channel to pack of the first row's first pixel.</param>
    /// <param name="to">The first row's pairs.</param>
    /// <param name="rows">At least one.</param>
    public void Pack(ushort* from, byte* to, long rows)
        => ((delegate* unmanaged<ushort*, byte*, long, ushort*, void>)_code.Entry)(from, to, rows, s_order);

    public void Dispose() => _code.Dispose();

    private static ushort* Interleaving()
    {
        // Lives as long as the process.
        var order = (ushort*)NativeMemory.Alloc(2 * Lanes, sizeof(ushort));
        for (int i = 0; i < 2 * Lanes; i++) order[i] = (ushort)(i / 2 + i % 2 * Lanes);
        return order;
    }

    private sealed class Writer(Assembler code, int channels, int width, int pixelBytes) : CodeWriter(code)
    {
        public void Write(int rowBytes, int[] starts, int step, int pairs)
        {
            Code.vmovdqu32(zmm31, __[rcx]);
            Code.mov(eax, (1 << channels) - 1);
            Code.kmovd(k1, eax);
            Loop(rdx, () =>
            {
                for (int plane = 0; plane < starts.Length; plane++)
                {
                    for (int pair = 0; pair < pairs; pair++)
                    {
                        int first = starts[plane] + 2 * step * pair;
                        WritePair(first, first + step);
                        Code.vmovdqu32(__[rsi + (plane * pairs + pair) * PairBytes], zmm0);
                    }
                }
                Advance(rdi, rowBytes);
                Advance(rsi, starts.Length * pairs * PairBytes);
            });
            Return();
        }

        /// <summary>Both pixels in turn in the first register.</summary>
        private void WritePair(int first, int second)
        {
            if (second == first + 1 && pixelBytes == 2 * Lanes && first >= 0 && second < width)
            {
                Code.vpermw(zmm0, zmm31, __[rdi + first * pixelBytes]);
                return;
            }
            Load(ymm0, first);
            if (second >= 0 && second < width)
            {
                if (channels == Lanes)
                {
                    Code.vinserti64x4(zmm0, zmm0, __[rdi + second * pixelBytes], 1);
                }
                else
                {
                    Load(ymm1, second);
                    Code.vinserti64x4(zmm0, zmm0, ymm1, 1);
                }
            }
            Code.vpermw(zmm0, zmm31, zmm0);
        }

        // What lies behind the channels may be no memory of ours: the mask keeps it unread. Loading 256 bits clears the upper half.
        private void Load(AssemblerRegisterYMM to, int pixel)
        {
            if (pixel < 0 || pixel >= width) Code.vpxor(to, to, to);
            else if (channels == Lanes) Code.vmovdqu(to, __[rdi + pixel * pixelBytes]);
            else Code.vmovdqu16(to.k1.z, __[rdi + pixel * pixelBytes]);
        }
    }
}
