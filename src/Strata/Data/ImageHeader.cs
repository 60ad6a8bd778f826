using Strata.Runtime;

namespace Strata.Data;

/// <summary>What an image file claims about itself, held against the bytes that it has before anything of that size is allocated.</summary>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Orientation">How EXIF says to turn it, 1 to 8; 1 where it says nothing.</param>
/// <param name="WorkingBytes">What a decoder holds at a time, beside the result.</param>
internal readonly record struct ImageHeader(int Height, int Width, int Orientation, long WorkingBytes)
{
    /// <summary>Whether it can be decoded at a smaller size, as JPEG can.</summary>
    public bool Scales { get; init; }

    /// <summary>8,192 x 8,192, and the longest side that JPEG knows.</summary>
    private const long MostPixels = 1L << 26, LongestSide = 65535;

    /// <exception cref="InvalidFileException">No JPEG or PNG, a damaged header, or more pixels than the file can hold.</exception>
    public static ImageHeader Read(ReadOnlySpan<byte> content, string path)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff])) return JpegHeader.Read(content, path);
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])) return PngHeader.Read(content, path);
        throw FileFormat.Refusal(path, content[..Math.Min(content.Length, FileFormat.Prefix)], Wanted.Images, "a JPEG or PNG image")
            ?? new InvalidFileException(path, "is neither JPEG nor PNG, whatever its name says");
    }

    /// <summary>Stops at sizes that no image of a training set has.</summary>
    internal static void CheckSize(string path, long width, long height)
    {
        if (height is < 1 or > LongestSide || width is < 1 or > LongestSide || height * width > MostPixels)
            throw new InvalidFileException(path,
                $"claims {width}x{height} pixels; expected at most {MostPixels} in all, {LongestSide} a side");
    }

    /// <summary>The error of a file whose pixels cannot be in its bytes.</summary>
    internal static InvalidFileException Hollow(string path, long width, long height, long bytes)
        => new(path, $"claims {width}x{height} pixels, more than its {bytes} bytes can hold: it is cut off or no honest image");

    internal static InvalidFileException Damaged(string path) => new(path, "has a damaged image header");
}
