namespace Strata.Report.Tables;

/// <param name="Value">As it stands in the file: in full, empty where there is none.</param>
/// <param name="Text">As people read it.</param>
internal sealed record Cell(string Value, string Text)
{
    public Cell(string text) : this(text, text) { }

    public static Cell Of(long? value) => new($"{value}", value is null ? Format.None : $"{value}");

    public static Cell Of(double? value, Func<double?, string> format)
        => value is double number && double.IsFinite(number) ? new($"{number:R}", format(number)) : new("", Format.None);
}
