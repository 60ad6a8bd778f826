using CsvHelper;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>confusions.csv: how often each class is taken for each; pairs that never are have no row.</summary>
internal static class ConfusionTable
{
    /// <param name="names">In order of class, or empty.</param>
    public static void Write(string path, IReadOnlyList<ClassConfusion> confusions, IReadOnlyList<string> names)
    {
        using var text = new MemoryStream();
        using (CsvWriter csv = CsvWriter.Create(text, leaveOpen: true))
        {
            foreach (string column in new[] { "class", "predicted", "timesA", "timesB", "name", "predictedName" }) csv.WriteField(column);
            csv.EndRecord();
            foreach (ClassConfusion row in confusions)
            {
                foreach (int number in new[] { row.Class, row.Predicted, row.TimesA, row.TimesB }) csv.WriteField($"{number}");
                foreach (int named in new[] { row.Class, row.Predicted })
                    csv.WriteField(named < names.Count ? InertText.Of(names[named]) : "");
                csv.EndRecord();
            }
        }
        AtomicFile.Write(path, stream => text.WriteTo(stream));
    }

    /// <summary>The rows as they were written; none where there is no file, as earlier versions left none.</summary>
    /// <exception cref="InvalidFileException">Not what <see cref="Write"/> leaves.</exception>
    public static IReadOnlyList<ClassConfusion> Read(string path)
    {
        if (!Path.Exists(path)) return [];
        var rows = new List<ClassConfusion>();
        try
        {
            using CsvReader csv = CsvReader.Create(InputFile.Open(path, "a table of confusions"));
            while (csv.Read())
                rows.Add(new(csv.Parse<int>("class"), csv.Parse<int>("predicted"), csv.Parse<int>("timesA"), csv.Parse<int>("timesB")));
        }
        catch (Exception wrong)
            when (wrong is CsvFormatException or FormatException or OverflowException or ArgumentException or IndexOutOfRangeException
                or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidFileException(path, $"no table of confusions: {Foreign.Words(wrong.Message.Split('\n')[0].TrimEnd())}", wrong);
        }
        return rows;
    }
}
