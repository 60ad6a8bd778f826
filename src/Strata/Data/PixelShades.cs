namespace Strata.Data;

/// <summary>The float of every byte in every channel, so that a batch costs one lookup per pixel and no division.</summary>
internal sealed class PixelShades
{
    private readonly float[][] _channels;

    /// <param name="normalization">Settled; null: pixel / maximum.</param>
    public PixelShades(ImageSet set, Normalization? normalization)
    {
        if (normalization is null)
        {
            float[] plain = [.. Enumerable.Range(0, 256).Select(pixel => pixel / (float)set.PixelMaximum)];
            _channels = [.. Enumerable.Repeat(plain, set.Channels)];
            return;
        }
        if (normalization.IsOfSet || normalization.Problem(set.Channels) is not null)
            throw new ArgumentException($"{normalization} is not settled for images of {set.Channels} channels", nameof(normalization));
        _channels = [.. Enumerable.Range(0, set.Channels).Select(channel => Enumerable.Range(0, 256)
            .Select(pixel => (float)((pixel / (double)set.PixelMaximum - normalization.Mean[channel]) / normalization.Deviation[channel]))
            .ToArray())];
    }

    public float[] this[int channel] => _channels[channel];
}
