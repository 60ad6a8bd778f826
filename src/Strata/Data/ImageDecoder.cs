using System.Runtime.InteropServices;
using SkiaSharp;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Decodes JPEG and PNG to bytes, [3, height, width]; grey images become colour, transparency is dropped, and EXIF turns nothing.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>What all decoders together hold beside their results, however many threads there are.</summary>
    private static readonly MemoryBudget s_budget = new(256 << 20);

    /// <summary>Decodes one image.</summary>
    /// <param name="content">The file.</param>
    /// <param name="path">Its name in messages.</param>
    /// <param name="resize">The side to resize to, or null to keep the size.</param>
    /// <param name="accept">Called with what the file claims and can hold, before decoding; may throw.</param>
    /// <exception cref="InvalidFileException">Not an image, cut off, damaged, too large, or larger than its bytes explain.</exception>
    public static byte[] Decode(byte[] content, string path, int? resize, Action<ImageHeader> accept)
    {
        ImageHeader header = ImageHeader.Read(content, path);
        accept(header);
        using IDisposable memory = s_budget.Take(header.WorkingBytes);
        using SKData data = SKData.CreateCopy(content);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || (codec.Info.Height, codec.Info.Width) != (header.Height, header.Width)) throw ImageHeader.Damaged(path);

        IPixelRows rows = resize is { } side
            ? new ImageResizer(header.Height, header.Width, side, side)
            : new PlainRows(header.Height, header.Width);
        SKCodecResult result = Read(codec, new(header.Width, header.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul), rows);
        if (result == SKCodecResult.IncompleteInput)
            throw new InvalidFileException(path, $"is cut off: the {header.Width}x{header.Height} pixels are incomplete");
        if (result != SKCodecResult.Success) throw new InvalidFileException(path, $"cannot be decoded ({result})");
        return rows.Planes();
    }

    /// <summary>Row by row where the codec can, as for JPEG; else as a whole.</summary>
    private static unsafe SKCodecResult Read(SKCodec codec, SKImageInfo info, IPixelRows rows)
    {
        SKCodecResult begun = codec.StartScanlineDecode(info);
        bool whole = begun == SKCodecResult.Unimplemented;
        if (!whole && begun != SKCodecResult.Success) return begun;
        // Not .NET's memory, which would be given back some time later.
        byte* pixels = (byte*)NativeMemory.AllocZeroed(whole ? (nuint)info.BytesSize64 : (nuint)info.RowBytes64);
        try
        {
            if (whole && codec.GetPixels(info, (nint)pixels) is var result and not SKCodecResult.Success) return result;
            for (int y = 0; y < info.Height; y++)
            {
                if (!whole && codec.GetScanlines((nint)pixels, 1, info.RowBytes) < 1) return SKCodecResult.IncompleteInput;
                rows.Add(new(whole ? pixels + y * (long)info.RowBytes : pixels, info.RowBytes));
            }
            return SKCodecResult.Success;
        }
        finally
        {
            NativeMemory.Free(pixels);
        }
    }
}
