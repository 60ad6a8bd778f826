using System.Text;
using SkiaSharp;
using Strata.Runtime;

namespace Strata.Report.Drawing;

/// <summary>A drawing that is written as PNG and as SVG by the same routine.</summary>
internal abstract class Figure
{
    /// <summary>Pixels of the PNG per unit of the drawing.</summary>
    public const int Scale = 2;

    /// <summary>In units of the drawing (CSS pixels of the SVG).</summary>
    public abstract SKSizeI Size { get; }

    public abstract void Draw(SKCanvas canvas);

    /// <summary>Writes <c>.png</c> and <c>.svg</c> beside each other.</summary>
    public void Write(string pathWithoutExtension)
    {
        AtomicFile.Write(pathWithoutExtension + ".png", stream => stream.Write(Png()));
        AtomicFile.WriteText(pathWithoutExtension + ".svg", Svg());
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
        return data.ToArray();
    }

    public string Svg()
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(Size.Width, Size.Height), stream))
        {
            canvas.Fill(SKRect.Create(Size.Width, Size.Height), SKColors.White);
            Draw(canvas);
        }
        // Viewers may lack the font, and smooth images when they enlarge them: cells have edges.
        return new StringBuilder(Encoding.UTF8.GetString(stream.ToArray()))
            .Replace("font-weight=\"500\" font-family=\"Open Sans Semibold\"", $"font-weight=\"600\" font-family=\"{Typefaces.Families}\"")
            .Replace("font-family=\"Open Sans\"", $"font-family=\"{Typefaces.Families}\"")
            .Replace("<image ", "<image style=\"image-rendering:pixelated\" ")
            .ToString();
    }
}
