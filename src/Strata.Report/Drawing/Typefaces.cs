using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>
/// The typefaces of the figures. Compute nodes and containers often have no fonts at all, and there SkiaSharp would draw no text; so
/// the figures bring their own (Latin, Greek and Cyrillic of Open Sans), ask the system for what these lack, and end at GNU Unifont,
/// which has every script and comes with them too.
/// </summary>
internal static class Typefaces
{
    /// <summary>What a viewer of the SVG may use in their place; for other scripts it looks for a font by itself.</summary>
    public const string Families = "Open Sans, Segoe UI, Helvetica, Arial, sans-serif";

    private static readonly Lazy<IReadOnlyList<SKTypeface>> s_system = new(() => [.. SystemFonts()]);

    private static readonly Lazy<IReadOnlyList<SKTypeface>> s_last =
        new(() => [LoadCompressed("unifont.otf.gz"), LoadCompressed("unifont_upper.otf.gz")]);

    private static readonly ConcurrentDictionary<string, SKTypeface> s_others = new();

    private static SKTypeface Regular { get; } = Load("OpenSans-Regular.ttf");

    private static SKTypeface Semibold { get; } = Load("OpenSans-Semibold.ttf");

    /// <summary>The typeface for a character with all its accents: the first that has them.</summary>
    public static SKTypeface For(string element, bool bold)
    {
        SKTypeface own = bold ? Semibold : Regular;
        return Has(own, element) ? own : s_others.GetOrAdd(element, Other);
    }

    public static bool IsOwn(SKTypeface face) => face == Regular || face == Semibold;

    public static bool IsLastResort(SKTypeface face) => s_last.IsValueCreated && s_last.Value.Contains(face);

    public static SKFont Font(SKTypeface face, float size)
        => new(face, size) { Subpixel = true, Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None };

    private static SKTypeface Other(string element)
    {
        SKTypeface? matched = SKFontManager.Default.MatchCharacter(element.EnumerateRunes().First().Value);
        if (matched is not null && Has(matched, element)) return matched;
        return s_system.Value.Concat(s_last.Value).FirstOrDefault(face => Has(face, element)) ?? Regular;
    }

    private static bool Has(SKTypeface face, string element)
        => element.EnumerateRunes().All(rune => IsInvisible(rune) || face.ContainsGlyph(rune.Value));

    /// <summary>Joiners and selectors only say how their neighbours are drawn.</summary>
    private static bool IsInvisible(Rune rune)
        => rune.Value is 0x200c or 0x200d or >= 0xfe00 and <= 0xfe0f || Rune.IsControl(rune);

    /// <summary>
    /// One face of every family, plain ones first. The font manager of SkiaSharp's build without dependencies knows the system's folder but
    /// not a user's, and matches no characters.
    /// </summary>
    private static IEnumerable<SKTypeface> SystemFonts()
    {
        IEnumerable<SKTypeface?> families = SKFontManager.Default.FontFamilies.Select(SKFontManager.Default.MatchFamily);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] folders = ["/usr/local/share/fonts", Path.Combine(home, ".fonts"), Path.Combine(home, ".local", "share", "fonts")];
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        IEnumerable<SKTypeface?> own = folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", options))
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".ttf" or ".otf" or ".ttc").Order(StringComparer.Ordinal)
            .Select(file => SKTypeface.FromFile(file));
        return families.Concat(own).OfType<SKTypeface>().OrderBy(face => Plainness(face.FamilyName))
            .ThenBy(face => face.FamilyName, StringComparer.Ordinal);
    }

    private static int Plainness(string family) => family.Contains("Mono") ? 1 : family.Contains("Sans") ? 0 : 2;

    private static SKTypeface Load(string name)
    {
        using Stream file = Resources.Open(name);
        return SKTypeface.FromStream(file);
    }

    private static SKTypeface LoadCompressed(string name)
    {
        using var file = new GZipStream(Resources.Open(name), CompressionMode.Decompress);
        var whole = new MemoryStream();
        file.CopyTo(whole);
        whole.Position = 0;
        return SKTypeface.FromStream(whole);
    }
}
