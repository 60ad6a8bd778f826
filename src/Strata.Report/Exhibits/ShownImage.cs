namespace Strata.Report;

/// <summary>An image of an <see cref="ImageStrip"/>.</summary>
/// <param name="Png">The file; null where there is none, and the words stand alone.</param>
/// <param name="Spoken">What a reader who does not see it is told.</param>
/// <param name="Caption">Below it, a line each.</param>
public sealed record ShownImage(byte[]? Png, string Spoken, IReadOnlyList<string> Caption);
