namespace Strata.Processor;

/// <summary>
/// Pixels of one image that the same taps make: pixel (i, j) is written to (<paramref name="Row"/> + i·<paramref name="Step"/>,
/// <paramref name="Column"/> + j·<paramref name="Step"/>) and reads (i·<paramref name="InputStep"/> + tap.Row,
/// j·<paramref name="InputStep"/> + tap.Column).
/// </summary>
internal sealed record PixelGrid(int Row, int Column, int Step, int Rows, int Columns, int InputStep,
    IReadOnlyList<(int Row, int Column, int Weight)> Taps)
{
    public static IReadOnlyList<PixelGrid> Forward(ConvolutionShape shape)
    {
        (int Row, int Column, int Weight)[] taps = [.. Enumerable.Range(0, shape.Size * shape.Size)
            .Select(t => (t / shape.Size - shape.Padding, t % shape.Size - shape.Padding, t))];
        return [new(0, 0, 1, shape.OutHeight, shape.OutWidth, shape.Stride, taps)];
    }

    /// <summary>
    /// The gradient of the input as convolutions of the output's: input row y meets output row (y + padding − k) / stride under kernel row
    /// k, where that is whole, so that the rows and columns of each remainder by the stride have taps of their own; of some 1 × 1 kernels
    /// meet none, and their gradient is 0.
    /// </summary>
    public static IReadOnlyList<PixelGrid> InputGradient(ConvolutionShape shape)
    {
        var grids = new List<PixelGrid>();
        for (int row = 0; row < shape.Stride; row++)
        {
            for (int column = 0; column < shape.Stride; column++)
            {
                var taps = from r in Along(row) from c in Along(column) select (r.Offset, c.Offset, r.Kernel * shape.Size + c.Kernel);
                int rows = (shape.Height - row + shape.Stride - 1) / shape.Stride,
                    columns = (shape.Width - column + shape.Stride - 1) / shape.Stride;
                if (rows > 0 && columns > 0) grids.Add(new(row, column, shape.Stride, rows, columns, 1, [.. taps]));
            }
        }
        return grids;

        IEnumerable<(int Kernel, int Offset)> Along(int remainder) => from k in Enumerable.Range(0, shape.Size)
                                                                      where (remainder + shape.Padding - k) % shape.Stride == 0
                                                                      select (k, (remainder + shape.Padding - k) / shape.Stride);
    }
}
