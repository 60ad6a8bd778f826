namespace Strata.Data;

/// <summary>Takes the rows of an image from the first to the last.</summary>
internal interface IPixelRows
{
    /// <param name="row">Four bytes for each pixel: red, green, blue and one that is left out.</param>
    void Add(ReadOnlySpan<byte> row);
}
