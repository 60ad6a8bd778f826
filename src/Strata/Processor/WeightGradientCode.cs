namespace Strata.Processor;

/// <summary>What is assembled for the weight gradient of one shape.</summary>
internal sealed class WeightGradientCode : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    public WeightGradientCode(WeightGradientLayout layout)
    {
        const int size = sizeof(ushort), lanes = WeightGradientLayout.Lanes;
        try
        {
            Gradient = Own(PixelPairs.TryCreate(lanes, layout.Shape.OutWidth, layout.Shape.Out * size,
                layout.Shape.OutWidth * layout.Shape.Out * size, [0], 1, layout.Pairs));
            int pixel = layout.Shape.In * size, row = layout.Shape.Width * pixel * (layout.Shape.Size == 1 ? layout.Shape.Stride : 1);
            int[] starts = [.. Enumerable.Range(0, layout.Planes).Select(layout.PlaneStart)];
            PixelPairs Pairs(int channels)
                => Own(PixelPairs.TryCreate(channels, layout.Shape.Width, pixel, row, starts, layout.Shape.Stride, layout.PlanePairs));
            LastInput = Pairs(layout.Shape.In - (layout.InBlocks - 1) * lanes);
            Input = layout.InBlocks == 1 || layout.Shape.In % lanes == 0 ? LastInput : Pairs(lanes);
            LastTile = Own(PairProducts.TryCreate(layout, layout.ChannelsOf(layout.ChannelTiles - 1)));
            Tile = layout.ChannelsOf(layout.ChannelTiles - 1) == layout.TileChannels ? LastTile
                : Own(PairProducts.TryCreate(layout, layout.TileChannels));
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
