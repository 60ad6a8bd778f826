namespace Strata.Report;

/// <summary>A cell of a table; one that is the name of a model is shown as the model's label.</summary>
/// <param name="Value">As it stands in the file: in full, empty where there is none.</param>
/// <param name="Text">As people read it.</param>
public sealed record Cell(string Value, string Text)
{
    /// <summary>The same words for both.</summary>
    public Cell(string text) : this(text, text) { }

    /// <summary>On the page what it leads to, as a part of the address, such as <c>errors=0&amp;class=3</c>; null: nothing.</summary>
    public string? Shows { get; init; }

    /// <summary>A whole number, or none.</summary>
    public static Cell Of(long? value) => new($"{value}", value is null ? Format.None : $"{value}");

    /// <summary>A number in full for the file, and as <paramref name="format"/> writes it for people.</summary>
    public static Cell Of(double? value, Func<double?, string> format)
        => value is double number && double.IsFinite(number) ? new($"{number:R}", format(number)) : new("", Format.None);
}
