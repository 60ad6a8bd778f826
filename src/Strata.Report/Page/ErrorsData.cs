using System.IO.Compression;
using Strata.Analysis.Populations;
using Strata.Report.Tables;

namespace Strata.Report.Page;

/// <summary>
/// What the page's script reads of a comparison of populations. The examples are packed: numbers of two bytes, first all low ones, then all
/// high ones, deflated; of every example its class, how many models of A and of B are right, how many of A's two halves and of B's, and
/// what A and B take it for, plus one, 0 where no model is wrong.
/// </summary>
internal static class ErrorsData
{
    /// <summary>Of many classes only the pairs that are confused most are in the page.</summary>
    private const int MostConfusions = 4096;

    public static object Of(StudyView study, ErrorsContent errors)
    {
        PopulationComparison found = errors.Comparison;
        PopulationLabels labels = ErrorTables.Labels(study, errors);
        return new
        {
            a = labels.A,
            b = labels.B,
            modelsA = found.A.Models,
            modelsB = found.B.Models,
            examples = found.Accuracies.Labels.Length,
            mistakes = found.Accuracies.MistakenA.Length > 0,
            classes = found.ClassTests.Select(c => errors.ClassName(c.Class)),
            groups = found.Groups.Select(group => new { name = group.Name, classes = group.Classes }),
            confusions = found.ClassConfusions.OrderByDescending(c => (long)c.TimesA + c.TimesB).Take(MostConfusions)
                .Select(c => new[] { c.Class, c.Predicted, c.TimesA, c.TimesB }),
            gallery = errors.Gallery is not { } gallery ? null
                : new { width = gallery.Width, height = gallery.Height, columns = gallery.Columns, examples = gallery.Examples },
        };
    }

    /// <summary>The examples, packed, in base64.</summary>
    public static string Examples(ErrorsContent errors)
    {
        PopulationComparison found = errors.Comparison;
        ExampleAccuracies examples = found.Accuracies;
        int count = examples.Labels.Length, a = found.A.Models, b = found.B.Models;
        IEnumerable<int> Right(double[] accuracy, int models) => accuracy.Select(percent => (int)Math.Round(percent * models / 100));
        IEnumerable<int> Taken(int[] mistaken) => mistaken.Length == 0 ? Enumerable.Repeat(0, count) : mistaken.Select(c => c + 1);
        int[] numbers =
        [
            .. examples.Labels, .. Right(examples.AccuracyA, a), .. Right(examples.AccuracyB, b), .. Right(examples.ControlA, a / 2),
            .. Right(examples.ControlB, a - a / 2), .. Right(examples.FirstHalfB, b / 2), .. Right(examples.SecondHalfB, b - b / 2),
            .. Taken(examples.MistakenA), .. Taken(examples.MistakenB),
        ];
        byte[] bytes = new byte[2 * numbers.Length];
        foreach (var (at, number) in numbers.Index()) (bytes[at], bytes[numbers.Length + at]) = ((byte)number, (byte)(number >> 8));
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(bytes);
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
