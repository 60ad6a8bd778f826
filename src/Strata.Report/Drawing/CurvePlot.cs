using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>Lines below a heatmap, on its layer axis.</summary>
internal static class CurvePlot
{
    public const float Height = 60;

    public static void Draw(SKCanvas canvas, SKRect area, LayerCurve strip)
    {
        float Y(double value) => area.Bottom - area.Height * (float)Math.Clamp((value - strip.Bottom) / (strip.Top - strip.Bottom), 0, 1);
        canvas.Frame(area, Ink.Faint);
        if (strip.Reference is { } reference)
        {
            using var dashes = SKPathEffect.CreateDash([4, 3], 0);
            using var paint = new SKPaint
            {
                Color = Ink.Axis,
                IsStroke = true,
                StrokeWidth = 0.75f,
                PathEffect = dashes,
                IsAntialias = true
            };
            canvas.DrawLine(area.Left, Y(reference), area.Right, Y(reference), paint);
        }
        float name = area.Top + 24;
        foreach (LayerLine line in strip.Lines)
        {
            SKColor colour = ChartFigure.Colour(line.Colour);
            float cell = area.Width / line.Values.Count;
            SKPoint[] points = [.. line.Values.Index().Where(value => double.IsFinite(value.Item))
                .Select(value => new SKPoint(area.Left + (value.Index + 0.5f) * cell, Y(value.Item)))];
            using var stroke = new SKPaint
            {
                Color = colour,
                IsStroke = true,
                StrokeWidth = 1.25f,
                StrokeJoin = SKStrokeJoin.Round,
                IsAntialias = true
            };
            using var path = new SKPath();
            if (points.Length > 0) path.AddPoly(points, close: false);
            canvas.DrawPath(path, stroke);
            using var dot = new SKPaint { Color = colour, IsAntialias = true };
            foreach (SKPoint point in points) canvas.DrawCircle(point, Math.Clamp(cell, 1.2f, 2.2f), dot);
            if (line.Name.Length == 0) continue;
            canvas.Write(line.Name, area.Right + 5, name, Ink.Small - 1, colour: colour);
            name += 13;
        }
        string[] words = strip.Title.Split(' ', 2);
        canvas.Write(words[0], area.Left - 8, area.MidY, Ink.Small, SKTextAlign.Right);
        if (words.Length > 1) canvas.Write(words[1], area.Left - 8, area.MidY + 13, Ink.Small, SKTextAlign.Right);
        canvas.Write($"{strip.Top:0.#}", area.Right + 5, area.Top + 9, Ink.Small - 1, colour: Ink.Axis);
        canvas.Write($"{strip.Bottom:0.#}", area.Right + 5, area.Bottom, Ink.Small - 1, colour: Ink.Axis);
    }
}
