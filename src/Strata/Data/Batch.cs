using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Data;

/// <summary>Some examples as a network takes them. It owns its tensors.</summary>
internal sealed class Batch : IDisposable
{
    private readonly Tensor _rows;

    /// <param name="set">Gives the sizes.</param>
    /// <param name="count">How many examples.</param>
    public Batch(ImageSet set, int count)
    {
        Tensor rows = torch.empty([count, set.Height, set.Width, set.Channels]);
        (_rows, Images) = (rows.DetachFromDisposeScope(), rows.permute(0, 3, 1, 2).DetachFromDisposeScope());
        (Examples, Labels) = (new int[count], new int[count]);
    }

    /// <summary>float32 [n, channels, height, width] in channels-last layout.</summary>
    public Tensor Images { get; }

    /// <summary>Indices into the split.</summary>
    public int[] Examples { get; }

    public int[] Labels { get; }

    /// <summary>[n, height, width, channels].</summary>
    public Span<float> Pixels => TensorMemory.Span<float>(_rows);

    public void Dispose()
    {
        Images.Dispose();
        _rows.Dispose();
    }
}
