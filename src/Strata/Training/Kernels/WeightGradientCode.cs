namespace Strata.Training.Kernels;

/// <summary>What is assembled for the weight gradient of one shape.</summary>
internal sealed class WeightGradientCode : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    public WeightGradientCode(WeightGradientShape shape)
    {
        const int size = sizeof(ushort), lanes = WeightGradientShape.Lanes;
        try
        {
            Gradient = Own(PixelPairs.TryCreate(lanes, shape.OutWidth, shape.OutChannels * size, shape.OutWidth * shape.OutChannels * size, [0], 1, shape.Pairs));
            int pixel = shape.InChannels * size, row = shape.Width * pixel * (shape.Kernel == 1 ? shape.Stride : 1);
            int[] starts = [.. Enumerable.Range(0, shape.Planes).Select(shape.PlaneStart)];
            PixelPairs Pairs(int channels) => Own(PixelPairs.TryCreate(channels, shape.Width, pixel, row, starts, shape.Stride, shape.PlanePairs));
            LastInput = Pairs(shape.InChannels - (shape.InBlocks - 1) * lanes);
            Input = shape.InBlocks == 1 || shape.InChannels % lanes == 0 ? LastInput : Pairs(lanes);
            LastTile = Own(PairProducts.TryCreate(shape, shape.ChannelsOf(shape.ChannelTiles - 1)));
            Tile = shape.ChannelsOf(shape.ChannelTiles - 1) == shape.TileChannels ? LastTile : Own(PairProducts.TryCreate(shape, shape.TileChannels));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Packs 16 channels of the output's gradient.</summary>
    public PixelPairs Gradient { get; }

    /// <summary>Packs 16 channels of the input.</summary>
    public PixelPairs Input { get; }

    /// <summary>Packs the last of the input's channels.</summary>
    public PixelPairs LastInput { get; }

    public PairProducts Tile { get; }

    /// <summary>For what channels are left beside whole tiles, or one of these.</summary>
    public PairProducts LastTile { get; }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned) owned.Dispose();
    }

    private T Own<T>(T? created) where T : class, IDisposable
    {
        if (created is null) throw new InvalidOperationException("The system lets this process make no more code.");
        _owned.Add(created);
        return created;
    }
}
