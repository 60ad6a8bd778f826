using CsvHelper;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>groups.csv: a row for each group of classes, accuracies in percent (P1 table F.2); what is undefined is empty.</summary>
internal static class GroupTable
{
    private static readonly string[] s_columns = ["group", "classes", "examples", "meanA", "meanB", "difference", "low", "high", "p",
        "pHolmSidak", "selected", "secondMeanA", "secondMeanB", "secondDifference", "secondLow", "secondHigh", "secondP",
        "secondPHolmSidak", "firstHalfA", "secondHalfA", "firstHalfB", "secondHalfB"];

    public static void Write(string path, IReadOnlyList<GroupTest> groups)
    {
        using var text = new MemoryStream();
        using (CsvWriter csv = CsvWriter.Create(text, leaveOpen: true))
        {
            foreach (string column in s_columns) csv.WriteField(column);
            csv.EndRecord();
            foreach (GroupTest row in groups)
            {
                csv.WriteField(InertText.Of(row.Name));
                csv.WriteField($"{row.Classes.Count}");
                csv.WriteField($"{row.Examples}");
                foreach (double? value in Numbers(row.Welch, row.PHolmSidak)) csv.WriteField($"{value}");
                csv.WriteField(row.Selected ? "true" : "false");
                foreach (double? value in Numbers(row.SecondHalf, row.SecondHalfHolmSidak)) csv.WriteField($"{value}");
                foreach (double? value in new[] { row.Halves?.FirstA, row.Halves?.SecondA, row.Halves?.FirstB, row.Halves?.SecondB })
                    csv.WriteField($"{value}");
                csv.EndRecord();
            }
        }
        AtomicFile.Write(path, stream => text.WriteTo(stream));
    }

    private static double?[] Numbers(WelchTest? test, double? corrected)
        => [test?.MeanA, test?.MeanB, test?.Difference, test?.Low, test?.High, test?.P, corrected];
}
