using Parquet;
using Parquet.Schema;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>examples.parquet: a row for each test example, accuracies in percent, and what it is taken for.</summary>
internal static class ExampleTable
{
    private static readonly string[] s_accuracies = ["accuracyA", "accuracyB", "controlA", "controlB", "firstHalfB", "secondHalfB"];
    private static readonly string[] s_mistaken = ["mistakenA", "mistakenB"];

    /// <summary>Rows to a byte of the file, at most: whole numbers that count up are packed most, some hundred to a byte.</summary>
    private const long MostPacked = 1000;

    public static void Write(string path, ExampleAccuracies examples)
    {
        using var bytes = new MemoryStream();
        Fill(bytes, examples).GetAwaiter().GetResult();
        AtomicFile.Write(path, stream => stream.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <exception cref="InvalidFileException">Missing, or not what <see cref="Write"/> leaves.</exception>
    public static ExampleAccuracies Read(string path)
    {
        using FileStream file = InputFile.Open(path, "a table of examples");
        try
        {
            return Rows(file).GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // The reader has no exception of its own: damage shows as whatever the damaged bytes lead to.
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            throw new InvalidFileException(path, $"no table of examples: {Foreign.Words(wrong.Message.Split('\n')[0])}", wrong);
        }
    }

    private static async Task Fill(Stream stream, ExampleAccuracies examples)
    {
        DataField index = new DataField<int>("index"), label = new DataField<int>("label");
        DataField[] accuracies = [.. s_accuracies.Select(name => new DataField<double>(name))];
        DataField[] mistaken = [.. s_mistaken.Select(name => new DataField<int>(name))];
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema([index, label, .. accuracies, .. mistaken]),
            stream);
        using ParquetRowGroupWriter rows = writer.CreateRowGroup();
        await rows.WriteAsync<int>(index, Enumerable.Range(0, examples.Labels.Length).ToArray());
        await rows.WriteAsync<int>(label, examples.Labels);
        foreach (var (field, values) in accuracies.Zip([examples.AccuracyA, examples.AccuracyB, examples.ControlA, examples.ControlB,
            examples.FirstHalfB, examples.SecondHalfB])) await rows.WriteAsync<double>(field, values);
        await rows.WriteAsync<int>(mistaken[0], examples.MistakenA);
        await rows.WriteAsync<int>(mistaken[1], examples.MistakenB);
    }

    private static async Task<ExampleAccuracies> Rows(FileStream file)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(file);
        using ParquetRowGroupReader rows = reader.OpenRowGroupReader(0);
        if (rows.RowCount < 0 || rows.RowCount > MostPacked * file.Length)
            throw new InvalidDataException($"it claims {rows.RowCount} rows in {file.Length} bytes");
        DataField Field(string name)
            => reader.Schema.DataFields.FirstOrDefault(f => f.Name == name)
            ?? throw new InvalidDataException($"there is no column '{name}'");
        int[] labels = new int[rows.RowCount];
        await rows.ReadAsync<int>(Field("label"), labels);
        double[][] accuracies = [.. s_accuracies.Select(_ => new double[rows.RowCount])];
        foreach (var (name, values) in s_accuracies.Zip(accuracies)) await rows.ReadAsync<double>(Field(name), values);
        // Earlier versions did not write them.
        int[][] mistaken = [.. s_mistaken.Select(name => reader.Schema.DataFields.Any(f => f.Name == name) ? new int[rows.RowCount] : [])];
        foreach (var (name, values) in s_mistaken.Zip(mistaken).Where(column => column.Second.Length > 0))
            await rows.ReadAsync<int>(Field(name), values);
        return new(labels, accuracies[0], accuracies[1], accuracies[2], accuracies[3], accuracies[4], accuracies[5])
        {
            MistakenA = mistaken[0],
            MistakenB = mistaken[1],
        };
    }
}
