using System.Globalization;
using System.Text.Json;
using Strata.Runtime;

namespace Strata.Models.Families;

/// <summary>
/// One thing that a family lets its user choose, described once: the command line, study files, their schema, help and the metadata of
/// weights files follow.
/// </summary>
/// <param name="Name">In camelCase, as a study file has it; <c>mlpRatio</c> is <c>--mlp-ratio</c> and, in a weights file,
/// <c>mlp_ratio</c>.</param>
/// <param name="Says">One sentence for whoever chooses.</param>
public abstract record FamilyOption(string Name, string Says)
{
    /// <summary>True for what only weights files say: numbers that a family fixes, and other programs may have fixed elsewhere.</summary>
    public bool Hidden { get; init; }

    /// <summary>
    /// True for an option that came after networks were written: at its default, metadata leave it out, for the keys of what is there.
    /// </summary>
    public bool Added { get; init; }

    /// <summary>Whether the family's own words for a network tell it; the others are added where they are not at their defaults.</summary>
    public bool InLabel { get; init; }

    /// <summary>Null where one must be given.</summary>
    public abstract object? Standard { get; }

    /// <summary>Such as <c>a whole number from 1 to 64</c>.</summary>
    internal abstract string Expected { get; }

    /// <summary>A value that the option can have.</summary>
    internal virtual object Possible => Standard!;

    /// <summary>Name in the metadata of a weights file.</summary>
    internal string MetadataName => JsonNamingPolicy.SnakeCaseLower.ConvertName(Name);

    /// <summary>The value that a text stands for, or null where it stands for none.</summary>
    internal abstract object? Parse(string text);

    internal abstract string Format(object value);

    /// <summary>Whether the value is one that the option can have.</summary>
    internal abstract bool Contains(object value);

    /// <summary>A whole number.</summary>
    public sealed record Whole(string Name, string Says, OptionRange<int> Range, int? Default = null) : FamilyOption(Name, Says)
    {
        public override object? Standard => Default;
        internal override object Possible => Default ?? Range.Minimum;
        internal override string Expected => $"a whole number {Range}";

        internal override object? Parse(string text)
            => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null;

        internal override string Format(object value) => $"{(int)value}";
        internal override bool Contains(object value) => Range.Contains((int)value);
    }

    /// <summary>A number that need not be whole.</summary>
    public sealed record Number(string Name, string Says, OptionRange<double> Range, double? Default = null) : FamilyOption(Name, Says)
    {
        public override object? Standard => Default;
        internal override object Possible => Default ?? Range.Minimum;
        internal override string Expected => $"a number {Range}";

        internal override object? Parse(string text)
            => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

        internal override string Format(object value) => $"{(double)value:R}";
        internal override bool Contains(object value) => Range.Contains((double)value);
    }

    /// <summary>On or off.</summary>
    public sealed record Switch(string Name, string Says, bool Default) : FamilyOption(Name, Says)
    {
        public override object Standard => Default;
        internal override string Expected => "true or false";
        internal override object? Parse(string text) => bool.TryParse(text, out bool value) ? value : null;
        internal override string Format(object value) => (bool)value ? "true" : "false";
        internal override bool Contains(object value) => true;
    }

    /// <summary>One of a few words.</summary>
    public sealed record Choice(string Name, string Says, IReadOnlyList<string> Words, string Default) : FamilyOption(Name, Says)
    {
        public override object Standard => Default;
        internal override string Expected => $"one of {string.Join(", ", Words)}";
        internal override object Parse(string text) => text;
        internal override string Format(object value) => (string)value;
        internal override bool Contains(object value) => Words.Contains((string)value);
    }
}
