using System.Buffers.Binary;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>Reads what a JPEG claims: its frame, and how many scans it takes to decode.</summary>
internal static class JpegHeader
{
    /// <summary>
    /// A block of 8 x 8 pixels takes a bit at least (the DC coefficient; the others may share one code): 512 pixels to a byte at best.
    /// </summary>
    private const long MostPixelsPerByte = 512;

    /// <summary>
    /// Each scan passes over all pixels, and one that says nothing takes a dozen bytes: thousands of them would take minutes.
    /// An image of one colour, the smallest for its size, has some 250 pixels to a byte in 6 to 10 scans.
    /// </summary>
    private const long MostPixelScansPerByte = 8 * MostPixelsPerByte;

    /// <summary>Of a row of blocks, decoded and not; and of a coefficient, which is kept where several scans add to it.</summary>
    private const int RowBytes = 64, CoefficientBytes = 2;

    private const byte StartOfImage = 0xd8, EndOfImage = 0xd9, StartOfScan = 0xda, Application1 = 0xe1, Progressive = 0xc2;

    public static ImageHeader Read(ReadOnlySpan<byte> content, string path)
    {
        long height = 0, width = 0, scans = 0;
        int components = 0, orientation = 1;
        bool progressive = false;
        for (int at = 0; at < content.Length - 1;)
        {
            // Between segments, and through the pixels of a scan, to the next marker; 00 behind FF is a pixel's byte.
            int next = content[at..].IndexOf((byte)0xff);
            if (next < 0 || at + next + 1 >= content.Length) break;
            at += next + 1;
            byte marker = content[at];
            if (marker is 0xff or 0) continue;
            at++;
            if (marker == EndOfImage) break;
            // Markers that stand alone: restarts within a scan, the start of the image.
            if (marker is 1 or (>= 0xd0 and <= StartOfImage)) continue;
            if (content.Length - at < 2) break;
            int length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(content[at..]), content.Length - at);
            ReadOnlySpan<byte> segment = length > 2 ? content.Slice(at + 2, length - 2) : default;
            if (marker == StartOfScan) scans++;
            else if (marker == Application1 && segment.StartsWith("Exif\0\0"u8)) orientation = ExifOrientation.Of(segment[6..]);
            else if (IsFrame(marker) && components == 0 && segment.Length >= 6)
            {
                progressive = marker == Progressive;
                height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
                components = segment[5];
            }
            at += length;
        }
        if (components == 0) throw ImageHeader.Damaged(path);
        ImageHeader.CheckSize(path, width, height);
        long pixels = height * width;
        if (pixels > content.Length * MostPixelsPerByte) throw ImageHeader.Hollow(path, width, height, content.Length);
        if (pixels * scans > content.Length * MostPixelScansPerByte)
            throw new InvalidFileException(path, $"has {scans} scans of {width}x{height} pixels in {content.Length} bytes, too many");
        long kept = progressive || scans > 1 ? pixels * CoefficientBytes : 0;
        return new((int)height, (int)width, orientation, components * (width * RowBytes + kept)) { Scales = true };
    }

    /// <summary>SOF0 to SOF15 without the tables that stand between them.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);
}
