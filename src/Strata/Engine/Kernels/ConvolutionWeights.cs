using Strata.Processor;
using Strata.Runtime;

namespace Strata.Engine.Kernels;

/// <summary>Lays kernels out as <see cref="ConvolutionCode"/> reads them.</summary>
internal static unsafe class ConvolutionWeights
{
    private const int Lanes = ConvolutionCode.BlockChannels;

    /// <param name="weights">The number for (output, input, tap) at output·<paramref name="outputStep"/> +
    /// input·<paramref name="inputStep"/> + tap.</param>
    /// <param name="bias">[output] in bf16, or null.</param>
    public static void Pack(ushort* weights, int outputStep, int inputStep, ushort* bias, int input, int output, int taps, ushort* packed)
    {
        int length = ConvolutionCode.BlockLength(input, taps);
        ParallelRows.For(ConvolutionCode.Blocks(output), (_, first, end) =>
        {
            for (int block = first; block < end; block++)
            {
                ushort* to = packed + (long)block * length;
                int lanes = Math.Min(Lanes, output - block * Lanes);
                new Span<ushort>(to, lanes < Lanes ? length : 2 * Lanes).Clear();
                for (int lane = 0; bias != null && lane < lanes; lane++) to[2 * lane + 1] = bias[block * Lanes + lane];
                to += 2 * Lanes;
                for (int channel = 0; channel < input; channel += 2, to += taps * 2 * Lanes)
                {
                    // An odd last channel comes second in its pair: the code reads the one before it with it.
                    bool alone = channel + 1 == input;
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        ushort* at = weights + (long)(block * Lanes + lane) * outputStep + (long)channel * inputStep,
                            other = at + inputStep;
                        ushort* pair = to + 2 * lane;
                        for (int tap = 0; tap < taps; tap++, pair += 2 * Lanes)
                            (pair[0], pair[1]) = alone ? ((ushort)0, at[tap]) : (at[tap], other[tap]);
                    }
                }
            }
        });
    }
}
