using Strata.Data;
using Strata.Similarity;

namespace Strata.Report.Tests;

public class StudyViewTests
{
    [Fact]
    public void Labels_models_by_what_tells_them_apart()
    {
        var one = new StudyView(Samples.Study(
            ) with
        {
            Models = [Samples.Model(14, 1, Fraction.One, 0, true), Samples.Model(14, 2, Fraction.One, 0, true)],
            Comparisons = []
        });
        Assert.Equal(["ResNet-14-1x", "ResNet-14-2x"], one.Content.Models.Select(one.Label));
        ModelContent model = Samples.Model(14, 1, Fraction.One, 0, true);
        var same = new StudyView(Samples.Study() with
        {
            Models = [model with { Name = "a" }, model with { Name = "b" }],
            Comparisons = []
        });
        Assert.Equal(["a", "b"], same.Content.Models.Select(same.Label));
    }

    [Fact]
    public void Models_of_one_population_from_files_are_told_apart_by_their_files()
    {
        ModelContent model = Samples.Model(14, 1, Fraction.One, 0, true) with { Seed = null, Variant = ", узкие" };
        ModelContent[] models =
        [
            model with { Name = "a", File = "первая" }, model with { Name = "b", File = "вторая" },
            model with { Name = "c", File = "третья", Variant = ", другие" },
        ];
        var study = new StudyView(Samples.Study() with { Models = models, Comparisons = [] });
        Assert.Equal(["ResNet-14-1x, узкие, первая", "ResNet-14-1x, узкие, вторая", "ResNet-14-1x, другие"], models.Select(study.Label));
        Assert.Equal("первая", StudyView.SeedLabel(models[0]));
    }

    [Fact]
    public void What_all_models_have_in_common_is_no_part_of_their_labels()
    {
        ModelContent model = Samples.Model(14, 1, Fraction.One, 0, true) with
        {
            Seed = null,
            Variant = ", shortcut padding, bias false, ours",
        };
        ModelContent[] models =
        [
            model with { Name = "a", File = "first" }, model with { Name = "b", File = "second" },
            model with { Name = "c", File = "third", Variant = ", bias false, shortcut padding, theirs" },
        ];
        var study = new StudyView(Samples.Study() with { Models = models, Comparisons = [] });
        Assert.Equal(["ResNet-14-1x, ours, first", "ResNet-14-1x, ours, second", "ResNet-14-1x, theirs"], models.Select(study.Label));
        Assert.All(study.Content.Models, shown => Assert.Equal(", shortcut padding, bias false", shown.SharedVariant));
        // Alone it has none to be told from, and is called what it is.
        var alone = new StudyView(Samples.Study() with { Models = [model], Comparisons = [] });
        Assert.Equal("ResNet-14-1x, shortcut padding, bias false, ours", alone.Label(model));
    }

    [Fact]
    public void Orders_the_grid_by_depth_then_data_with_the_control_last()
    {
        var grid = new FamilyGrid(new StudyView(Samples.Study()), "");
        Assert.Equal(("width", "depth, data"), (grid.ColumnTitle, grid.RowTitle));
        Assert.Equal(["1x", "2x", "4x"], grid.ColumnLabels);
        Assert.Equal(["ResNet-14, all data", "ResNet-38, all data", "ResNet-38, 1/16 of the data", "ResNet-38, all data, untrained"],
            grid.RowLabels);
    }

    [Fact]
    public void Recipes_of_one_architecture_make_the_grid_and_the_axis_of_accuracy()
    {
        ModelContent Recipe(double rate, double decay)
            => Samples.Model(38, 1, Fraction.One, 0, true) with { Name = $"r{rate}-d{decay}", LearningRate = rate, WeightDecay = decay };
        ModelContent[] models = [Recipe(.1, .01), Recipe(.01, .01), Recipe(.01, .002), Samples.Model(38, 1, Fraction.One, 0, false)];
        var study = new StudyView(Samples.Study() with { Models = models, Comparisons = [] });
        Assert.Equal(["ResNet-38-1x, rate 0.1, decay 0.01", "ResNet-38-1x, rate 0.01, decay 0.01", "ResNet-38-1x, rate 0.01, decay 0.002",
            "ResNet-38-1x, untrained"], models.Select(study.Label));

        var grid = new FamilyGrid(study, "");
        Assert.Equal(("weight decay", "rate"), (grid.ColumnTitle, grid.RowTitle));
        Assert.Equal(["decay 0.002", "decay 0.01"], grid.ColumnLabels);
        Assert.Equal(["rate 0.01", "rate 0.1", "untrained"], grid.RowLabels);
        string[] At(int row, int column) => [.. study.ModelsOf(grid.At(row, column)).Select(model => model.Name)];
        Assert.Equal(["r0.01-d0.002"], At(0, 0));
        Assert.Equal(["r0.01-d0.01"], At(0, 1));
        Assert.Empty(At(1, 0));
        Assert.Equal([models[3].Name], At(2, 0));
        Assert.Empty(At(2, 1));

        Chart accuracy = Effects.Of(study).First(chart => chart.XLabel == "learning rate");
        Assert.Equal(["ResNet-38-1x, decay 0.01", "ResNet-38-1x, decay 0.002"], accuracy.Series.Select(line => line.Name).Distinct());
        Assert.Equal([.01, .1], accuracy.XTicks!);
    }

    [Fact]
    public void A_network_that_did_not_learn_is_named_so_and_is_in_no_mean_and_no_figure_of_evidence()
    {
        var study = new StudyView(Samples.WithUnlearned());
        ModelContent failed = study.Content.Models[2];
        Assert.Equal("ResNet-38-1x, all data, seed 0 (did not learn)", study.Label(failed));
        Assert.StartsWith("did not learn: test accuracy 11.4 %", study.WarningsOf(failed)[0]);
        HeatmapGrid family = StudyFigures.Family(study)!;
        Assert.DoesNotContain(family.Panels.Cast<HeatmapPanel?>(), panel => panel?.Caption?.Contains("11.4") == true);
    }

    [Fact]
    public void Collects_the_warnings_of_study_models_and_matrices()
    {
        var study = new StudyView(Samples.Study());
        Assert.Equal(["", "ResNet-38-4x, 1/16 of the data, seed 0", "ResNet-38-1x, all data, untrained, seed 0"],
            study.Warnings.Select(warning => warning.Subject));
        Assert.Contains("is undefined (constant", study.Warnings[1].Text);
    }

    [Fact]
    public void Refuses_content_that_does_not_fit_together()
    {
        StudyContent study = Samples.Study();
        Assert.Contains("two models are named",
            Assert.Throws<ArgumentException>(() => new StudyView(study with { Models = [study.Models[0], study.Models[0]] })).Message);
        Assert.Contains("is not in the study", Assert.Throws<ArgumentException>(() => new StudyView(study with { Models = [] })).Message);
        Assert.Contains("2 shares for 51 layers",
            Assert.Throws<ArgumentException>(() =>
                new StudyView(study with { Comparisons = [study.Comparisons[0] with { Shares = [0, 1] }] })).Message);
        Assert.Contains("twice",
            Assert.Throws<ArgumentException>(() =>
                new StudyView(study with { Comparisons = [study.Comparisons[0], study.Comparisons[0]] })).Message);
    }

    [Fact]
    public void What_is_said_of_one_model_alone_is_not_said_again_of_its_pairs()
    {
        StudyContent study = Samples.Study();
        UndefinedLayer dead = new("resnet38-1x", "relu-5", "constant"), alsoDead = new("resnet38-1x", "relu-6", "constant");
        LayerMap With(LayerMap map, string[] warnings, params UndefinedLayer[] layers)
            => map with { Matrix = map.Matrix with { Warnings = warnings, Undefined = layers } };
        LayerMap[] across = [.. study.Comparisons.Where(map => !map.Matrix.Within)];
        var view = new StudyView(study with
        {
            Comparisons = [.. study.Comparisons.Select(map => map.A == across[0].A && map.B == map.A ? With(map, ["coarse"], dead)
                : map == across[0] ? With(map, ["coarse", "of the pair"], dead, alsoDead) : map)],
        });
        Assert.Equal([view.Label(across[0].A)], view.Warnings.Where(w => w.Text == "coarse").Select(w => w.Subject));
        Assert.DoesNotContain(view.Warnings, w => w.Text.Contains("relu-5 of", StringComparison.Ordinal));
        string pair = view.Label(across[0]);
        Assert.Equal([(pair, "of the pair"), (pair, "layer relu-6 of resnet38-1x is undefined (constant)")],
            view.Warnings.Where(w => w.Subject == pair));
    }
}
