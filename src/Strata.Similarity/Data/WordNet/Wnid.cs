using System.Globalization;

namespace Strata.Data.WordNet;

/// <summary>
/// The name that ImageNet gives a meaning of a noun: <c>n</c> and its place in WordNet's <c>data.noun</c>, in eight digits.
/// </summary>
public readonly record struct Wnid(int Offset)
{
    private const int Digits = 8;

    /// <summary>Reads <c>n02084071</c>; anything else, a verb's name too, is none.</summary>
    public static bool TryParse(string text, out Wnid id)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool parsed = TryParseDigits(text.StartsWith('n') ? text.AsSpan(1) : [], out int offset);
        id = new(offset);
        return parsed;
    }

    /// <summary>Eight digits.</summary>
    internal static bool TryParseDigits(ReadOnlySpan<char> text, out int offset)
    {
        offset = 0;
        return text.Length == Digits && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out offset);
    }

    public override string ToString() => $"n{Offset:00000000}";
}
