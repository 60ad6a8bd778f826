namespace Strata.Data;

/// <summary>Makes planes of the rows of an image.</summary>
internal interface IPixelPlanes : IPixelRows
{
    /// <summary>[3, height, width], once all rows are there.</summary>
    byte[] Planes();
}
