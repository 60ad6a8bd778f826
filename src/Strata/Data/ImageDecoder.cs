using System.Runtime.InteropServices;
using SkiaSharp;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Decodes JPEG and PNG to rows of pixels; grey images become colour, transparency is dropped, and EXIF turns nothing.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>JPEG's blocks of 8 x 8 pixels can be decoded as blocks of any smaller size.</summary>
    public const int FullScale = 8;

    /// <summary>Rows that are decoded at a time: each call costs as much as decoding some hundred pixels.</summary>
    private const int Strip = 16;

    /// <summary>
    /// Columns beside a part that are decoded too: the colours of its first and last pixels depend on those of their neighbours.
    /// </summary>
    private const int Margin = 16;

    /// <summary>What all decoders together hold beside their results, however many threads there are.</summary>
    private static readonly MemoryBudget s_budget = new(256 << 20);

    /// <summary>Decodes a whole image to [3, height, width].</summary>
    /// <param name="content">The file.</param>
    /// <param name="path">Its name in messages.</param>
    /// <param name="header">What it claims and can hold.</param>
    /// <param name="resize">The side to resize to, or null to keep the size.</param>
    /// <exception cref="InvalidFileException">Cut off or damaged.</exception>
    public static byte[] Decode(byte[] content, string path, ImageHeader header, int? resize)
    {
        IPixelPlanes planes = Planes(header, resize);
        Decode(content, path, header, planes);
        return planes.Planes();
    }

    /// <summary>What makes planes of the rows of a whole image.</summary>
    public static IPixelPlanes Planes(ImageHeader header, int? resize) => resize is { } side
        ? new ImageResizer(header.Height, header.Width, side, side)
        : new PlainRows(header.Height, header.Width);

    /// <summary>Decodes a whole image, row by row.</summary>
    /// <inheritdoc cref="Decode(byte[], string, ImageHeader, int?)"/>
    public static void Decode(byte[] content, string path, ImageHeader header, IPixelRows rows)
        => Decode(content, path, header, FullScale, new(0, 0, header.Height, header.Width), rows);

    /// <summary>Decodes a part of an image, as little beside it as the format allows.</summary>
    /// <param name="content">The file.</param>
    /// <param name="path">Its name in messages.</param>
    /// <param name="header">What the file claims.</param>
    /// <param name="scale">Eighths of the image's size; only a JPEG has less than all of them.</param>
    /// <param name="part">In pixels of the scaled image.</param>
    /// <param name="rows">Takes the rows of the part.</param>
    /// <exception cref="InvalidFileException">Cut off or damaged.</exception>
    public static void Decode(byte[] content, string path, ImageHeader header, int scale, Crop part, IPixelRows rows)
    {
        using IDisposable memory = s_budget.Take(header.WorkingBytes);
        using SKData data = SKData.CreateCopy(content);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || (codec.Info.Height, codec.Info.Width) != (header.Height, header.Width)) throw ImageHeader.Damaged(path);
        SKSizeI size = codec.GetScaledDimensions(scale / (float)FullScale);
        SKCodecResult result = Read(codec, new(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul), part, rows);
        if (result == SKCodecResult.IncompleteInput)
            throw new InvalidFileException(path, $"is cut off: the {header.Width}x{header.Height} pixels are incomplete");
        if (result is SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput)
            throw new InvalidFileException(path, $"is damaged or cut off: its {header.Width}x{header.Height} pixels cannot be decoded");
        if (result != SKCodecResult.Success) throw new InvalidFileException(path, $"cannot be decoded ({result})");
    }

    /// <summary>Some rows at a time where the codec can, as for JPEG; else as a whole.</summary>
    private static unsafe SKCodecResult Read(SKCodec codec, SKImageInfo info, Crop part, IPixelRows rows)
    {
        int left = Math.Max(0, part.Left - Margin), right = Math.Min(info.Width, part.Left + part.Width + Margin);
        bool narrow = right - left < info.Width;
        SKCodecResult begun = narrow
            ? codec.StartScanlineDecode(info, new SKCodecOptions(SKRectI.Create(left, 0, right - left, info.Height)))
            : codec.StartScanlineDecode(info);
        bool whole = begun == SKCodecResult.Unimplemented;
        if (!whole && begun != SKCodecResult.Success) return begun;
        if (whole) (left, right) = (0, info.Width);
        long rowBytes = (right - left) * (long)info.BytesPerPixel, first = (part.Left - left) * (long)info.BytesPerPixel;
        int wanted = part.Width * info.BytesPerPixel;
        // Not .NET's memory, which would be given back some time later.
        byte* pixels = (byte*)NativeMemory.AllocZeroed(whole ? (nuint)info.BytesSize64 : (nuint)(Strip * rowBytes));
        try
        {
            if (whole)
            {
                if (codec.GetPixels(info, (nint)pixels) is var result and not SKCodecResult.Success) return result;
                for (int y = 0; y < part.Height; y++) rows.Add(new(pixels + (part.Top + y) * rowBytes + first, wanted));
                return SKCodecResult.Success;
            }
            if (part.Top > 0 && !codec.SkipScanlines(part.Top)) return SKCodecResult.IncompleteInput;
            for (int y = 0; y < part.Height; y += Strip)
            {
                int count = Math.Min(Strip, part.Height - y);
                if (codec.GetScanlines((nint)pixels, count, (int)rowBytes) < count) return SKCodecResult.IncompleteInput;
                for (int k = 0; k < count; k++) rows.Add(new(pixels + k * rowBytes + first, wanted));
            }
            return SKCodecResult.Success;
        }
        finally
        {
            NativeMemory.Free(pixels);
        }
    }
}
