using System.Text;
using SkiaSharp;
using Strata.Runtime;

namespace Strata.Report.Drawing;

/// <summary>A drawing that is written as PNG, SVG and PDF by the same routine.</summary>
internal abstract class Figure
{
    /// <summary>Pixels of the PNG per unit of the drawing.</summary>
    public const int Scale = 3;

    private const int PixelsPerInch = 96, PointsPerInch = 72;

    /// <summary>In units of the drawing (CSS pixels of the SVG).</summary>
    public abstract SKSizeI Size { get; }

    public abstract void Draw(SKCanvas canvas);

    /// <summary>Writes <c>.png</c> and <c>.svg</c> beside each other.</summary>
    public void Write(string pathWithoutExtension)
    {
        AtomicFile.Write(pathWithoutExtension + ".png", stream => stream.Write(Png()));
        AtomicFile.WriteText(pathWithoutExtension + ".svg", Svg());
    }

    /// <summary>Writes <c>.pdf</c> and the words below the figure as <c>.txt</c> too.</summary>
    public void WriteForPrint(string pathWithoutExtension, string caption)
    {
        Write(pathWithoutExtension);
        AtomicFile.Write(pathWithoutExtension + ".pdf", Pdf);
        AtomicFile.WriteText(pathWithoutExtension + ".txt", caption);
    }

    public byte[] Png()
    {
        using var bitmap = new SKBitmap(Size.Width * Scale, Size.Height * Scale, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(Scale);
        Draw(canvas);
        canvas.Flush();
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return PngResolution.Set(data.ToArray(), PixelsPerInch * Scale);
    }

    /// <summary>A page of the drawing's size; text is text, in the fonts that come with the program.</summary>
    private void Pdf(Stream stream)
    {
        // A document in memory: Skia seeks, and what is written may be a pipe.
        var whole = new MemoryStream();
        using (var document = SKDocument.CreatePdf(whole))
        {
            float points = PointsPerInch / (float)PixelsPerInch;
            using SKCanvas canvas = document.BeginPage(Size.Width * points, Size.Height * points);
            canvas.Scale(points);
            Draw(canvas);
            document.EndPage();
            document.Close();
        }
        whole.Position = 0;
        whole.CopyTo(stream);
    }

    public string Svg()
    {
        using var stream = new MemoryStream();
        string written;
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(Size.Width, Size.Height), stream))
        using (var text = new SvgText(canvas))
        {
            canvas.Fill(SKRect.Create(Size.Width, Size.Height), SKColors.White);
            Draw(canvas);
            written = text.ToString();
        }
        string drawn = Encoding.UTF8.GetString(stream.ToArray());
        int end = drawn.LastIndexOf("</svg>", StringComparison.Ordinal);
        // Viewers smooth images when they enlarge them, but cells have edges.
        return string.Concat(drawn.AsSpan(0, end), written, drawn.AsSpan(end))
            .Replace("<image ", "<image style=\"image-rendering:pixelated\" ");
    }
}
