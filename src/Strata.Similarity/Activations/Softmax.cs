namespace Strata.Activations;

/// <summary>Probabilities of classes.</summary>
internal static class Softmax
{
    /// <summary>Turns logits, [examples, classes] row-major, into probabilities, in place.</summary>
    public static float[] OfRows(float[] values, int classes)
    {
        for (int i = 0; i < values.Length; i += classes)
        {
            Span<float> row = values.AsSpan(i, classes);
            double largest = row[0], sum = 0;
            foreach (float value in row) largest = Math.Max(largest, value);
            foreach (float value in row) sum += Math.Exp(value - largest);
            for (int c = 0; c < row.Length; c++) row[c] = (float)(Math.Exp(row[c] - largest) / sum);
        }
        return values;
    }
}
