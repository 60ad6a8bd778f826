using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Strata.Runtime;
using Strata.Settings;

namespace Strata.Data;

/// <summary>
/// What a network's input is normalised by, (pixel / maximum − mean) / deviation per channel: given values such as
/// <c>0.4914,0.4822,0.4465/0.247,0.2435,0.2616</c>, or <c>set</c>, those of the set's training images.
/// </summary>
[JsonConverter(typeof(ParsedConverter<Normalization>))]
public sealed record Normalization : IParsable<Normalization>
{
    internal const string Meaning = "none, set, or means and deviations of the channels such as 0.49,0.48,0.45/0.25,0.24,0.26";

    /// <summary>Name of the metadata in a weights file.</summary>
    public const string MetadataName = "normalize";

    private const string Set = "set";

    private Normalization(double[] mean, double[] deviation) => (Mean, Deviation) = (mean, deviation);

    /// <summary>Of each channel, in units of the pixel maximum; empty where they are the set's own, not yet known.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>Of each channel, above 0.</summary>
    public IReadOnlyList<double> Deviation { get; }

    public bool IsOfSet => Mean.Count == 0;

    /// <summary>With the values of a set where they are its own.</summary>
    /// <exception cref="InvalidOptionsException">Other channels than the set's, or one of its own does not vary.</exception>
    public Normalization Settle(ImageSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (!IsOfSet)
            return Problem(set.Channels) is { } problem ? throw new InvalidOptionsException($"normalize: {problem}") : this;
        (double[] mean, double[] deviation) = Moments(set);
        int constant = Array.FindIndex(deviation, d => d == 0);
        return constant < 0 ? new(mean, deviation)
            : throw new InvalidOptionsException($"normalize: channel {constant} of {set.Name}'s training images is the same everywhere");
    }

    /// <summary>Why images of so many channels cannot be normalised by these values, or null.</summary>
    public string? Problem(int channels)
        => IsOfSet || Mean.Count == channels ? null : $"{this} is for {Mean.Count} channels, the images have {channels}";

    /// <summary>Exact sums, so that nothing depends on an order; six digits, so that nothing depends on the last bit of a root.</summary>
    private static (double[] Mean, double[] Deviation) Moments(ImageSet set)
    {
        ChannelSums sums = set.Train.Sums(set);
        double maximum = set.PixelMaximum;
        double[] mean = new double[set.Channels], deviation = new double[set.Channels];
        for (int channel = 0; channel < set.Channels; channel++)
        {
            (double average, double spread) = sums.Of(channel);
            mean[channel] = Math.Round(average / maximum, 6);
            deviation[channel] = Math.Round(spread / maximum, 6);
        }
        return (mean, deviation);
    }

    /// <exception cref="FormatException">Neither values nor <c>set</c>.</exception>
    public static Normalization Parse(string s, IFormatProvider? provider)
        => TryParse(s, provider, out Normalization? normalization) ? normalization
            : throw new FormatException($"{Foreign.Quoted(s)} is not {Meaning}");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Normalization result)
    {
        result = null;
        if (s == Set)
        {
            result = new([], []);
            return true;
        }
        if (s?.Split('/') is not [var means, var deviations] || Numbers(means) is not { } mean || Numbers(deviations) is not { } deviation
            || mean.Length != deviation.Length || mean.Length > 64 || deviation.Any(d => d <= 0)) return false;
        result = new(mean, deviation);
        return true;
    }

    private static double[]? Numbers(string text)
    {
        string[] parts = text.Split(',');
        double[] numbers = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                || !(Math.Abs(numbers[i]) <= 1e3)) return null;
        }
        return numbers;
    }

    public bool Equals(Normalization? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString()
        => IsOfSet ? Set : $"{string.Join(',', Mean.Select(m => $"{m:R}"))}/{string.Join(',', Deviation.Select(d => $"{d:R}"))}";
}
