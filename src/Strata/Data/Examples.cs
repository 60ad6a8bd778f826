namespace Strata.Data;

/// <summary>Images and their labels, held as one array.</summary>
/// <param name="Pixels">[examples, channels, height, width] as bytes, from 0 to the set's pixel maximum.</param>
/// <param name="Labels">[examples], each in [0, classes).</param>
public sealed record Examples(byte[] Pixels, int[] Labels)
{
    public int Count => Labels.Length;
}
