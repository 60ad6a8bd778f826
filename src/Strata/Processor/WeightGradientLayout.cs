namespace Strata.Processor;

/// <summary>
/// Memory layout of a convolution's input, output gradient and sums while its weight gradient is made. Neighbouring pixels of the output go
/// in pairs, since the instruction adds two products at once:
/// <list type="bullet">
/// <item>The output's gradient: blocks of 16 channels, each [image, row, pair, channel, 2].</item>
/// <item>
/// The input: blocks of 16 channels, each [image, row, plane, pair, channel, 2], where a plane holds the pixels that one or two columns of
/// the kernel meet, because a column of the kernel shifts what is a pair. Pixels left and right of the image are zeros; rows above and
/// below are left out of the sums.
/// </item>
/// <item>Sums: for each block of output channels and each tile [kernel row, kernel column, input channel, 16 output channels].</item>
/// </list>
/// </summary>
internal readonly record struct WeightGradientLayout(ConvolutionShape Shape)
{
    /// <summary>Numbers of a vector, and channels of a block.</summary>
    public const int Lanes = 16;

    /// <summary>Bytes of 16 channels of a pair.</summary>
    public const int PairBytes = 64;

    public int InBlocks => (Shape.In + Lanes - 1) / Lanes;

    public int OutBlocks => Shape.Out / Lanes;

    /// <summary>Pairs of a row of the output; an odd row's last pixel is paired with zeros.</summary>
    public int Pairs => (Shape.OutWidth + 1) / 2;

    /// <summary>A stride of 1 makes the outer columns of a 3 × 3 kernel meet the same pairs, one pair apart.</summary>
    public int Planes => Shape.Size == 1 ? 1 : Shape.Stride == 1 ? 2 : 3;

    public int PlanePairs => Planes == 2 ? Pairs + 1 : Pairs;

    /// <summary>Rows of the input that are packed: a kernel of 1 meets only every stride-th.</summary>
    public int InRows => Shape.Size == 1 ? Shape.OutHeight : Shape.Height;

    /// <summary>Packed rows between those that neighbouring rows of the output meet.</summary>
    public int RowStep => Shape.Size == 1 ? 1 : Shape.Stride;

    public int InRowBytes => Planes * PlanePairs * PairBytes;

    public long InImageBytes => (long)InRows * InRowBytes;

    public int OutRowBytes => Pairs * PairBytes;

    public long OutImageBytes => (long)Shape.OutHeight * OutRowBytes;

    /// <summary>Whether one tile holds the whole kernel, as it can for the few channels of an image.</summary>
    public bool WholeKernel => Shape.In <= Lanes && Shape.Size * Shape.Size * Shape.In <= 28;

    /// <summary>Columns of the kernel in a tile.</summary>
    public int TileColumns => WholeKernel ? Shape.Size : 1;

    /// <summary>
    /// Input channels of a tile; 24 to 28 sums fit the registers beside what they are made of. The last tile may have fewer.
    /// </summary>
    public int TileChannels => WholeKernel ? Shape.In : Shape.Size == 1 ? Lanes : 8;

    public int ChannelTiles => (Shape.In + TileChannels - 1) / TileChannels;

    /// <summary>Tiles that begin in the same block of 16 input channels, of one column.</summary>
    public int BlockTiles => WholeKernel ? 1 : Lanes / TileChannels;

    public int Tiles => ChannelTiles * (Shape.Size / TileColumns);

    /// <summary>Numbers of a tile's sums.</summary>
    public int TileSize => Shape.Size * TileColumns * TileChannels * Lanes;

    /// <summary>Numbers of all sums.</summary>
    public long SumsSize => (long)OutBlocks * Tiles * TileSize;

    /// <summary>Channels of the tiles that start at the same channel.</summary>
    public int ChannelsOf(int channelTile) => Math.Min(TileChannels, Shape.In - channelTile * TileChannels);

    /// <summary>Column of the first pixel of a plane's first pair.</summary>
    public int PlaneStart(int plane) => plane - Shape.Padding;

    /// <summary>Bytes from a row's start to where a column of the kernel begins.</summary>
    public int ColumnOffset(int column) => (Planes == 2 && column == 2 ? 1 : column * PlanePairs) * PairBytes;
}
