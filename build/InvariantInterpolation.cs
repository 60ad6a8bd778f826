using System.Globalization;
using System.Text;

namespace System.Runtime.CompilerServices;

/// <summary>
/// What the compiler makes of every <c>$"…"</c> that becomes a string: a type of this name in the assembly goes before the framework's,
/// which writes numbers and dates by the culture of whoever runs. Files, names and keys must not depend on that, nor may a library change
/// the culture of the program that uses it; and what holds for all of them cannot be forgotten in one.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct DefaultInterpolatedStringHandler(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + 8 * formattedCount);

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(ReadOnlySpan<char> text) => _text.Append(text);

    /// <summary>For expressions without a type of their own, such as a choice of a number or a text.</summary>
    public void AppendFormatted(object? value, int alignment = 0, string? format = null)
        => AppendFormatted<object?>(value, alignment, format);

    public void AppendFormatted<T>(T value, string? format = null)
        => _text.Append(value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());

    /// <param name="alignment">The width to fill with spaces: before the value, or behind it where this is negative.</param>
    public void AppendFormatted<T>(T value, int alignment, string? format = null)
    {
        int start = _text.Length;
        AppendFormatted(value, format);
        int missing = Math.Abs(alignment) - (_text.Length - start);
        if (missing > 0) _text.Insert(alignment < 0 ? _text.Length : start, " ", missing);
    }

    public string ToStringAndClear() => _text.ToString();
}
