using System.Globalization;
using Strata.Data;
using Strata.Report.Tables;

namespace Strata.Report.Tests.Tables;

public class StudyTablesTests
{
    [Fact]
    public void Models_read_back_as_they_were()
    {
        using var folder = new TemporaryFolder();
        StudyContent study = Samples.Study();
        StudyTables.Models(new StudyView(study)).WriteCsv(folder["models.csv"]);
        var rows = Csv.Read(folder["models.csv"]);
        Assert.Equal(study.Models.Select(model => model.Name), rows.Select(row => row["name"]));
        for (int i = 0; i < rows.Count; i++)
        {
            ModelContent model = study.Models[i];
            Assert.Equal(model.TestAccuracy, double.Parse(rows[i]["testAccuracy"], CultureInfo.InvariantCulture));
            Assert.Equal(model.Parameters, long.Parse(rows[i]["parameters"], CultureInfo.InvariantCulture));
            Assert.Equal(model.Fraction, Fraction.Parse(rows[i]["fraction"]));
            Assert.Equal(model.Trained ? "true" : "false", rows[i]["trained"]);
            Assert.Equal(study.Comparisons[i].Block!.Verdict, rows[i]["verdict"]);
            Assert.Equal($"{study.Comparisons[i].Block!.First}", rows[i]["first"]);
        }
        Assert.Equal("", rows[^1]["bestEpoch"]);
        Assert.Equal("0", rows[8]["firstStage"]);
    }

    [Fact]
    public void Nobody_knows_how_long_a_network_was_trained_that_came_in_a_file()
    {
        using var folder = new TemporaryFolder();
        StudyContent study = Samples.Study();
        study = study with { Models = [study.Models[0] with { Seed = null }, .. study.Models.Skip(1)] };
        StudyTables.Models(new StudyView(study)).WriteCsv(folder["models.csv"]);
        Assert.Equal("", Csv.Read(folder["models.csv"])[0]["seconds"]);
        Assert.NotEqual("", Csv.Read(folder["models.csv"])[1]["seconds"]);
    }

    [Fact]
    public void Layers_have_a_row_for_every_layer_of_every_model_with_its_share()
    {
        using var folder = new TemporaryFolder();
        StudyContent study = Samples.Study();
        StudyTables.All(new StudyView(study)).Single(table => table.Name == "layers").WriteCsv(folder["layers.csv"]);
        var rows = Csv.Read(folder["layers.csv"]);
        Assert.Equal(2 * 51 + 8 * 135, rows.Count);
        var row = rows.Single(row => row["model"] == study.Models[2].Name && row["index"] == "12");
        Assert.Equal((study.Comparisons[2].Matrix.LayersA[12].Name, "0"), (row["name"], row["stage"]));
        Assert.Equal(study.Comparisons[2].Shares![12], double.Parse(row["pc1Share"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Comparisons_have_the_mean_of_defined_entries_without_the_diagonal_of_a_model_with_itself()
    {
        LayerMap some = Samples.Study().Comparisons[0];
        double[,] values = { { 1, 0.5, double.NaN }, { 0.5, 1, double.NaN }, { double.NaN, double.NaN, double.NaN } };
        Assert.Equal(0.5, (some.Matrix with { Values = values }).Mean);
        Assert.Equal(0.75, (some.Matrix with { Values = values, Within = false }).Mean);
    }

    [Fact]
    public void Fields_with_commas_quotes_and_new_lines_read_back()
    {
        using var folder = new TemporaryFolder();
        string[] hostile = ["a,b", "say \"hi\"", "two\nlines", "", "a=1+1", "<script>"];
        new Table("t", [new("name")], [.. hostile.Select(text => new[] { new Cell(text) })]).WriteCsv(folder["t.csv"]);
        Assert.Equal(hostile, Csv.Read(folder["t.csv"]).Select(row => row["name"]));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("-2+3")]
    [InlineData("-cat")]
    [InlineData("@SUM(1;2)")]
    [InlineData("\t=1+1")]
    [InlineData("\r=1+1")]
    public void Text_is_no_formula_to_a_spreadsheet(string text)
    {
        using var folder = new TemporaryFolder();
        new Table("t", [new("name", Number: false), new("value")], [[new Cell(text), Cell.Of(-.25, Format.Unit)]])
            .WriteCsv(folder["t.csv"]);
        var row = Assert.Single(Csv.Read(folder["t.csv"]));
        Assert.Equal("'" + text, row["name"]);
        Assert.Equal("-0.25", row["value"]);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("+3.5")]
    [InlineData("cat-dog")]
    public void Numbers_stay_numbers_and_other_text_as_it_is(string text)
    {
        using var folder = new TemporaryFolder();
        new Table("t", [new("name", Number: false)], [[new Cell(text)]]).WriteCsv(folder["t.csv"]);
        Assert.Equal(text, Assert.Single(Csv.Read(folder["t.csv"]))["name"]);
    }

    [Fact]
    public void Every_large_window_has_its_own_part_of_dominated_layers()
    {
        StudyContent study = Samples.WithSeveralWindows();
        Table models = StudyTables.Models(new StudyView(study));
        int column = models.Columns.Index().Single(c => c.Item.Name == "largeWindows").Index;
        Assert.Equal("10-53 0; 54-95 0.1905; 106-130 0.8", models.Rows[0][column].Value);
        Assert.Equal("106", models.Rows[0][models.Columns.Index().Single(c => c.Item.Name == "first").Index].Value);
    }
}
