using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Strata.Runtime;
using Strata.Settings;

namespace Strata.Training;

/// <summary>The epochs after which weights are kept: <c>1,3,5,10</c> or <c>every:5</c>.</summary>
[JsonConverter(typeof(ParsedConverter<SnapshotEpochs>))]
public sealed partial record SnapshotEpochs : IParsable<SnapshotEpochs>
{
    internal const string Meaning = "epochs such as 1,3,5,10, or every:5";

    private readonly string _text;
    private readonly int[] _epochs;
    private readonly int? _every;

    private SnapshotEpochs(string text, int[] epochs, int? every) => (_text, _epochs, _every) = (text, epochs, every);

    [GeneratedRegex("^(every:(?<every>[1-9][0-9]{0,6})|[1-9][0-9]{0,6}(,[1-9][0-9]{0,6}){0,999})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    /// <summary>Those of a training of so many epochs, ascending.</summary>
    public IEnumerable<int> Of(int epochs) => Enumerable.Range(1, epochs).Where(Contains);

    public bool Contains(int epoch) => _every is { } step ? epoch % step == 0 : _epochs.Contains(epoch);

    /// <summary>What a training of so many epochs could not keep, or null.</summary>
    internal string? Problem(int epochs)
        => _epochs.Where(epoch => epoch > epochs).Select(epoch => $"{epoch} comes after the last epoch, {epochs}").FirstOrDefault();

    /// <exception cref="FormatException">Neither.</exception>
    public static SnapshotEpochs Parse(string s, IFormatProvider? provider)
        => TryParse(s, provider, out SnapshotEpochs? epochs) ? epochs : throw new FormatException($"{Foreign.Quoted(s)} is not {Meaning}");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out SnapshotEpochs result)
    {
        result = null;
        string text = (s ?? "").Replace(" ", "", StringComparison.Ordinal);
        Match match = Pattern().Match(text);
        if (!match.Success) return false;
        static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
        if (match.Groups["every"] is { Success: true, Value: var every })
        {
            result = new(text, [], Number(every));
            return true;
        }
        // One order and no repetition, so that the same epochs are the same recipe.
        int[] epochs = [.. text.Split(',').Select(Number).Distinct().Order()];
        result = new(string.Join(',', epochs), epochs, null);
        return true;
    }

    public bool Equals(SnapshotEpochs? other) => other?._text == _text;

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text;
}
