using System.Runtime.Intrinsics;
using Strata.Activations;

namespace Strata.Similarity.Kernels;

/// <summary>
/// A layer's output in memory: examples one after the other, each [features] or, where channels are to be told apart, [pixels, channels].
/// The order of the features means nothing to a Gram, so that the layout of the forward pass is taken as it is.
/// </summary>
/// <param name="First">The first feature of the first example; valid while the output lives.</param>
internal sealed unsafe record FeatureRows(nint First, int Examples, long Features, int Pixels, int Channels)
{
    private float* X => (float*)First;

    /// <param name="first">The output's first number, held in its place.</param>
    /// <param name="output">In single precision, [n, ...].</param>
    /// <param name="byChannel">
    /// Whether channels are to be told apart: [n, channels, height, width] only, the channels of a pixel side by side.
    /// </param>
    public static FeatureRows Of(nint first, LayerOutput output, bool byChannel)
        => new(first, output.Examples, output.Features, byChannel ? output.Shape[2] * output.Shape[3] : 0,
            byChannel ? output.Shape[1] : 0);

    /// <summary>Whether strips in 8 bits are all whole vectors; what is small or of another shape is as well off in fp32.</summary>
    public bool FitsBytes
        => Channels > 0 ? Channels % 16 == 0 && Pixels % 4 == 0 : Features >= ByteStrip.Depth && Features % ByteStrip.Block == 0;

    /// <summary>
    /// The mean over the first examples of <paramref name="count"/> features: what is taken off before products are made. Any offset leaves
    /// a centred Gram as it is; one near the mean keeps a large common part from eating the digits of what differs.
    /// </summary>
    /// <param name="offsets">[count], a multiple of 16 with zeros behind the last feature.</param>
    public void Offsets(long from, int count, float* offsets)
    {
        int examples = Math.Min(16, Examples), k = 0;
        for (; k + 16 <= count; k += 16)
        {
            Vector512<float> sum = default;
            for (int i = 0; i < examples; i++) sum += Vector512.Load(X + i * Features + from + k);
            (sum / examples).Store(offsets + k);
        }
        if (k == count) return;
        new Span<float>(offsets + k, 16).Clear();
        for (; k < count; k++)
        {
            for (int i = 0; i < examples; i++) offsets[k] += X[i * Features + from + k];
            offsets[k] /= examples;
        }
    }

    /// <summary>
    /// Packs <paramref name="count"/> features from <paramref name="from"/> on of <paramref name="rows"/> examples as panels
    /// [strip][depth][16] of 256 features each, the last with as many as are left (rounded up to 16, the rest zeros).
    /// </summary>
    public void Pack(long from, int count, int firstRow, int rows, float* offsets, float* panels, long panelSize)
    {
        for (int row = 0; row < rows; row += 16)
        {
            float* source = X + (firstRow + row) * Features + from;
            int examples = Math.Min(16, rows - row);
            for (int k = 0; k < count; k += 16)
            {
                int panel = k / GramScratch.Depth, within = k % GramScratch.Depth,
                    depth = Math.Min(GramScratch.Depth, (count - panel * GramScratch.Depth + 15) & ~15);
                float* to = panels + panel * panelSize + (long)row * depth + within * 16;
                int features = Math.Min(16, count - k);
                if (features < 16) new Span<float>(to, 256).Clear();
                StripTranspose.Run(source + k, Features, examples, features, offsets + k, to, 16);
            }
        }
    }

    /// <summary>The offsets of <paramref name="channels"/> (at most 16) channels of <paramref name="depth"/> pixels, [depth, 16].</summary>
    public void ChannelOffsets(int channel, int channels, int pixel, int depth, float* offsets)
    {
        for (int k = 0; k < depth; k++) Offsets((long)(pixel + k) * Channels + channel, channels, offsets + k * 16);
    }

    /// <summary>Packs channels of pixels, a panel [strip][depth][16] for each channel.</summary>
    public void PackChannels(int channel, int channels, int pixel, int depth, int firstRow, int rows, float* offsets, float* panels,
        long panelSize)
    {
        for (int row = 0; row < rows; row += 16)
        {
            float* source = X + (firstRow + row) * Features + (long)pixel * Channels + channel, to = panels + (long)row * depth;
            int examples = Math.Min(16, rows - row);
            for (int k = 0; k < depth; k++, source += Channels, to += 16)
                StripTranspose.Run(source, Features, examples, channels, offsets + k * 16, to, panelSize);
        }
    }

    /// <summary>As <see cref="Pack"/> in 8 bits, one panel.</summary>
    /// <param name="units">[rows] of the panel's units.</param>
    /// <param name="starts">[rows] of what its products begin with; null where the panel is the right side alone.</param>
    public void PackBytes(long from, int count, int firstRow, int rows, float* offsets, sbyte* panel, float* units, int* starts)
    {
        for (int row = 0; row < rows; row += 16)
            ByteStrip.Pack(X + (firstRow + row) * Features + from, Features, Math.Min(16, rows - row), count, offsets,
                panel + (long)row * count, units + row, starts is null ? null : starts + row);
    }

    /// <summary>As <see cref="PackChannels"/> in 8 bits, 16 channels.</summary>
    /// <param name="unitStep">From one channel's units and starts to the next.</param>
    public void PackChannelBytes(int channel, int pixel, int depth, int firstRow, int rows, float* offsets, sbyte* panels, long panelSize,
        float* units, int* starts, int unitStep)
    {
        for (int row = 0; row < rows; row += 16)
        {
            float* source = X + (firstRow + row) * Features + (long)pixel * Channels + channel;
            ByteStrip.PackChannels(source, Features, Channels, Math.Min(16, rows - row), depth, offsets, panels + (long)row * depth,
                panelSize, units + row, starts is null ? null : starts + row, unitStep);
        }
    }
}
