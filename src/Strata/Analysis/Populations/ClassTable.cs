using System.Globalization;
using CsvHelper;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>
/// classes.csv: a row for each class, accuracies in percent; what is undefined is empty, and so are names that are not known.
/// </summary>
internal static class ClassTable
{
    private static readonly string[] s_columns = ["class", "examples", "meanA", "meanB", "difference", "semA", "semB", "t", "p",
        "pHolmSidak", "low", "high", "firstHalfA", "secondHalfA", "firstHalfB", "secondHalfB", "name"];

    /// <param name="names">In order of class, or empty.</param>
    public static void Write(string path, IReadOnlyList<ClassTest> classes, IReadOnlyList<string> names)
    {
        using var text = new MemoryStream();
        using (CsvWriter csv = CsvWriter.Create(text, leaveOpen: true))
        {
            foreach (string column in s_columns) csv.WriteField(column);
            csv.EndRecord();
            foreach (ClassTest row in classes)
            {
                csv.WriteField($"{row.Class}");
                csv.WriteField($"{row.Examples}");
                foreach (double? value in new[] { row.Welch?.MeanA, row.Welch?.MeanB, row.Welch?.Difference, row.Welch?.SemA,
                    row.Welch?.SemB, row.Welch?.T, row.Welch?.P, row.PHolmSidak, row.Welch?.Low, row.Welch?.High, row.Halves?.FirstA,
                    row.Halves?.SecondA, row.Halves?.FirstB, row.Halves?.SecondB }) csv.WriteField($"{value}");
                csv.WriteField(row.Class < names.Count ? InertText.Of(names[row.Class]) : "");
                csv.EndRecord();
            }
        }
        AtomicFile.Write(path, stream => text.WriteTo(stream));
    }

    /// <summary>The rows as they were written, without degrees of freedom and reasons.</summary>
    /// <exception cref="InvalidFileException">Missing, or not what <see cref="Write"/> leaves.</exception>
    public static IReadOnlyList<ClassTest> Read(string path)
    {
        var rows = new List<ClassTest>();
        try
        {
            using CsvReader csv = CsvReader.Create(InputFile.Open(path, "a table of classes"));
            while (csv.Read())
            {
                double? Number(string column)
                    => csv.GetString(column) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
                int examples = csv.Parse<int>("examples");
                WelchTest? test = examples == 0 ? null : new(Number("meanA") ?? 0, Number("meanB") ?? 0, Number("difference") ?? 0,
                    Number("semA") ?? 0, Number("semB") ?? 0, Number("t"), null, Number("p"))
                {
                    Low = Number("low"),
                    High = Number("high"),
                };
                HalfAccuracies? halves = examples == 0 ? null
                    : new(Number("firstHalfA") ?? 0, Number("secondHalfA") ?? 0, Number("firstHalfB") ?? 0, Number("secondHalfB") ?? 0);
                rows.Add(new(csv.Parse<int>("class"), examples, test, Number("pHolmSidak"), halves));
            }
        }
        catch (Exception wrong)
            when (wrong is CsvFormatException or FormatException or OverflowException or ArgumentException or IndexOutOfRangeException
                or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidFileException(path, $"no table of classes: {Foreign.Words(wrong.Message.Split('\n')[0].TrimEnd())}", wrong);
        }
        return rows;
    }
}
