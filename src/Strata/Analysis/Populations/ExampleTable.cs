using Parquet;
using Parquet.Schema;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>examples.parquet: a row for each test example, accuracies in percent.</summary>
internal static class ExampleTable
{
    private static readonly DataField s_index = new DataField<int>("index"), s_label = new DataField<int>("label"),
        s_a = new DataField<double>("accuracyA"), s_b = new DataField<double>("accuracyB"), s_controlA = new DataField<double>("controlA"), s_controlB = new DataField<double>("controlB");

    public static void Write(string path, ExampleAccuracies examples)
    {
        using var bytes = new MemoryStream();
        Fill(bytes, examples).GetAwaiter().GetResult();
        AtomicFile.Write(path, stream => stream.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <exception cref="InvalidFileException">Missing, or not what <see cref="Write"/> leaves.</exception>
    public static ExampleAccuracies Read(string path)
    {
        if (!File.Exists(path)) throw new InvalidFileException(path, "does not exist");
        try
        {
            return Rows(path).GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // The reader has no exception of its own: damage shows as whatever the damaged bytes lead to.
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            throw new InvalidFileException(path, $"no table of examples: {wrong.Message.Split('\n')[0]}", wrong);
        }
    }

    private static async Task Fill(Stream stream, ExampleAccuracies examples)
    {
        var schema = new ParquetSchema(s_index, s_label, s_a, s_b, s_controlA, s_controlB);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream);
        using ParquetRowGroupWriter rows = writer.CreateRowGroup();
        await rows.WriteAsync<int>(s_index, Enumerable.Range(0, examples.Labels.Length).ToArray());
        await rows.WriteAsync<int>(s_label, examples.Labels);
        await rows.WriteAsync<double>(s_a, examples.AccuracyA);
        await rows.WriteAsync<double>(s_b, examples.AccuracyB);
        await rows.WriteAsync<double>(s_controlA, examples.ControlA);
        await rows.WriteAsync<double>(s_controlB, examples.ControlB);
    }

    private static async Task<ExampleAccuracies> Rows(string path)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(path);
        using ParquetRowGroupReader rows = reader.OpenRowGroupReader(0);
        int[] labels = new int[rows.RowCount];
        await rows.ReadAsync<int>(s_label, labels);
        return new(labels, await Column(rows, s_a), await Column(rows, s_b), await Column(rows, s_controlA), await Column(rows, s_controlB));
    }

    private static async Task<double[]> Column(ParquetRowGroupReader rows, DataField field)
    {
        double[] values = new double[rows.RowCount];
        await rows.ReadAsync<double>(field, values);
        return values;
    }
}
