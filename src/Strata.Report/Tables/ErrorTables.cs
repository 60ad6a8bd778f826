using Strata.Analysis.Populations;
using Strata.Report.Page;

namespace Strata.Report.Tables;

/// <summary>The tables of populations compared by their errors.</summary>
internal static class ErrorTables
{
    public static IEnumerable<Table> All(StudyView study)
    {
        if (study.Content.Errors.Count == 0) return [];
        return [Pairs(study), Classes(study), .. new[] { Groups(study), Confusions(study) }.Where(table => table.Rows.Count > 0)];
    }

    public static PopulationLabels Labels(StudyView study, ErrorsContent errors) => new()
    {
        A = study.Label(Configuration.Of(study.Model(errors.ModelA))),
        B = study.Label(Configuration.Of(study.Model(errors.ModelB))),
        Classes = errors.Classes,
    };

    public static Table Pairs(StudyView study)
    {
        Column[] columns =
        [
            new("name", Number: false), new("a", "A", Number: false), new("b", "B", Number: false), new("modelsA", "Models of A"),
                new("modelsB", "Models of B"), new("meanA", "Accuracy A, %"), new("semA", "SEM", "Standard error over models, points"),
            new("meanB", "Accuracy B, %"), new("semB", "SEM"), new("p", "p", "Welch's t-test of the means"),
                new("sd", "SD", "Of the difference of an example's accuracies, points"),
                    new("binomialSd", "By chance", "The binomial standard deviation, points"),
            new("controlSd", "Halves of A", "Standard deviation between two halves of A, points"),
                new("controlBinomialSd", "By chance", "What halves give by chance, points"), new("correlation"),
                    new("over10", "> 10", "Percent of the examples that differ by more than 10 points"), new("over20", "> 20"),
            new("classesTested"), new("classesSignificant", "Classes", "Classes with p < .05"),
                new("classesSignificantCorrected", "Corrected", "After Holm–Šidák"),
            new("v2", "v²", "Share of the examples' differences that classes explain, as the papers compute it"),
                new("v2Corrected", "v² corrected", "Without the bias of few models; the estimate and its interval may leave 0 to 1"),
                    new("v2Low"), new("v2High"),
                    new("v2Control", "v² of halves", "Corrected, between halves of A"), new("v2ControlB", "of B", "Between halves of B"),
            new("halvesSd", "Halves, A to B", "Standard deviation between a half of A and a half of B, points"),
                new("controlSdB", "Halves of B", "Standard deviation between two halves of B, points"),
        ];
        return new("errors", columns, [.. study.Content.Errors.Select(errors => PairRow(study, errors))])
        { Title = "pairs of populations" };
    }

    public static Table Classes(StudyView study)
    {
        Column[] columns =
        [
            new("name", Number: false), new("a", "A", Number: false), new("b", "B", Number: false), new("class", "Class", Number: false),
                new("examples", "Examples"), new("meanA", "Accuracy A, %"), new("meanB", "Accuracy B, %"),
            new("difference", "Difference", "Points"), new("low", "from", "95 % interval"), new("high", "to"),
                new("p", "p", "Welch's t-test"),
                new("pHolmSidak", "Corrected", "By Holm–Šidák for all classes of the pair"),
        ];
        return new("errors-classes", columns,
        [
            .. from pair in study.Content.Errors.Index()
               let errors = pair.Item
               let labels = Labels(study, errors)
               from c in errors.Comparison.ClassTests
               select new Cell[]
               {
                   new(errors.Name), new(labels.A), new(labels.B),
                       new(errors.ClassName(c.Class)) { Shows = $"errors={pair.Index}&class={c.Class}" }, Cell.Of(c.Examples),
                           Two(c.Welch?.MeanA), Two(c.Welch?.MeanB), Two(c.Welch?.Difference), Two(c.Welch?.Low), Two(c.Welch?.High),
                               P(c.Welch?.P), P(c.PHolmSidak),
               },
        ])
        { Title = "classes of populations" };
    }

    /// <summary>
    /// Groups of classes (P1 table F.2): those that were chosen on one half of the models first, then by their difference.
    /// </summary>
    /// <param name="most">Of each pair so many groups; null: all.</param>
    public static Table Groups(StudyView study, int? most = null)
    {
        Column[] columns =
        [
            new("name", Number: false), new("a", "A", Number: false), new("b", "B", Number: false), new("group", "Group", Number: false),
                new("classes", "Classes"), new("meanA", "Accuracy A, %"), new("meanB", "Accuracy B, %"),
            new("difference", "Difference", "Points, all models"), new("low", "from", "95 % interval"), new("high", "to"),
                new("p", "p", "Welch's t-test"), new("pHolmSidak", "Corrected", "By Holm–Šidák for all groups of the pair"),
            new("secondDifference", "Other half", "Points, on the half of the models that did not choose the group"),
                new("secondP", "p", "On the other half"), new("secondPHolmSidak", "Corrected", "For all groups that were chosen"),
            new("halvesA", "Halves of A", "Difference of A's halves in points: chance alone"),
                new("halvesB", "Halves of B", "Difference of B's halves in points: chance alone"),
        ];
        return new("errors-groups", columns,
        [
            .. from pair in study.Content.Errors.Index()
               let errors = pair.Item
               let labels = Labels(study, errors)
               from found in errors.Comparison.Groups.Index().OrderByDescending(g => g.Item.Selected)
                   .ThenByDescending(g => Math.Abs(g.Item.Welch?.Difference ?? 0)).Take(most ?? int.MaxValue)
               let g = found.Item
               select new Cell[]
               {
                   new(errors.Name), new(labels.A), new(labels.B),
                       new(g.Name) { Shows = $"errors={pair.Index}&group={found.Index}" }, Cell.Of(g.Classes.Count), Two(g.Welch?.MeanA),
                       Two(g.Welch?.MeanB), Two(g.Welch?.Difference), Two(g.Welch?.Low), Two(g.Welch?.High), P(g.Welch?.P), P(g.PHolmSidak),
                   Two(g.SecondHalf?.Difference), P(g.SecondHalf?.P), P(g.SecondHalfHolmSidak), Two(g.Halves?.ControlA),
                   Two(g.Halves?.ControlB),
               },
        ]);
    }

    /// <summary>How often examples of one group are taken for another's; groups without test examples are left out.</summary>
    /// <param name="most">Of each pair so many of the largest confusions alone, what is right left out; null: every cell.</param>
    public static Table Confusions(StudyView study, int? most = null)
    {
        Column[] columns =
        [
            new("name", Number: false), new("a", "A", Number: false), new("b", "B", Number: false),
                new("group", "Examples of", Number: false),
                    new("predicted", "taken for", "A group, or a class outside all groups", Number: false),
            new("percentA", "by A, %", "Of A's predictions for these examples"), new("percentB", "by B, %"),
        ];
        return new("errors-confusion", columns, [.. study.Content.Errors.SelectMany(errors => ConfusionRows(study, errors, most))])
        { Title = "confusions of groups" };
    }

    private static IEnumerable<Cell[]> ConfusionRows(StudyView study, ErrorsContent errors, int? most)
    {
        if (errors.Comparison.Confusion is not { } confusion) return [];
        PopulationLabels labels = Labels(study, errors);
        string[] names = [.. confusion.Groups, "no group"];
        var cells = from row in Enumerable.Range(0, confusion.Groups.Count)
                    from column in Enumerable.Range(0, names.Length)
                    where confusion.A[row][column] is not null
                    select (Row: row, Column: column, A: confusion.A[row][column]!.Value, B: confusion.B[row][column]!.Value);
        if (most is { } count)
            cells = cells.Where(cell => cell.Row != cell.Column && cell.A + cell.B > 0).OrderByDescending(cell => Math.Max(cell.A, cell.B))
                .Take(count);
        return cells.Select(cell => new Cell[] { new(errors.Name), new(labels.A), new(labels.B), new(names[cell.Row]),
            new(names[cell.Column]), Two(cell.A), Two(cell.B) });
    }

    private static Cell[] PairRow(StudyView study, ErrorsContent errors)
    {
        PopulationComparison found = errors.Comparison;
        PopulationLabels labels = Labels(study, errors);
        return
        [
            new(errors.Name), new(labels.A), new(labels.B), Cell.Of(found.A.Models), Cell.Of(found.B.Models), Two(found.A.Mean),
                Two(found.A.Sem), Two(found.B.Mean), Two(found.B.Sem), P(found.Welch.P),
            Two(found.Examples.Sd), Two(found.Examples.BinomialSd), Two(found.Examples.ControlSd), Two(found.Examples.ControlBinomialSd),
                Cell.Of(found.Examples.Correlation, Format.Unit), Two(found.Examples.Over10), Two(found.Examples.Over20),
            Cell.Of(found.Classes.Tested), Cell.Of(found.Classes.Significant), Cell.Of(found.Classes.SignificantCorrected),
            Cell.Of(found.Effect.V2, Format.Unit), Cell.Of(found.Effect.V2Corrected, Format.Unit),
                Cell.Of(found.Effect.Interval?[0], Format.Unit), Cell.Of(found.Effect.Interval?[1], Format.Unit),
                    Cell.Of(found.EffectControl.V2Corrected, Format.Unit), Cell.Of(found.EffectControlB.V2Corrected, Format.Unit),
            Two(found.Examples.Halves.Sd), Two(found.Examples.ControlB.Sd),
        ];
    }

    private static Cell Two(double? value) => Cell.Of(value, number => $"{number:0.00}");

    private static Cell P(double? p) => Cell.Of(p, number => ErrorFacts.Probability(number!.Value));
}
