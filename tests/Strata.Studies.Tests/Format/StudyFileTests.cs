using System.Text;
using Strata.Data;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Studies.Tests.Format;

public class StudyFileTests
{
    private const string Whole = """
        {
          // comments and trailing commas are fine
          "$schema": "study.schema.json",
          "name": "width-by-data",
          "data": { "source": "cifar10:data", "fractions": [1, "1/4", 0.0625], "subset": "first" },
          "models": [
            { "family": "resnet-cifar", "depth": [38], "width": [1, 2.5], "seeds": 3 },
            { "family": "resnet-cifar", "depth": 14, "seeds": [7, 9], "residual": false, "trained": false },
          ],
          "training": { "epochs": 20, "batch": 64, "learningRate": 1e-2, "momentum": 0.8, "weightDecay": 0,
                        "augment": "crop-flip", "batchNormMomentum": 0.1, "evaluateEvery": 5, "precision": "fp32" },
          "similarity": { "layers": "relu", "batch": 100, "passes": 3, "maxExamples": 500,
                          "across": [["resnet38-1x-s0", "resnet38-2.5x-s*"]] },
          "analyses": ["blocks"], /* and so are these */
          "report": { "title": "Width against data" },
        }
        """;

    private static Study Parse(string text, params string[] sets) => StudyFile.Parse(Encoding.UTF8.GetBytes(text), "s.json", sets);

    private static IReadOnlyList<string> Problems(string text, params string[] sets)
        => Assert.Throws<InvalidOptionsException>(() => Parse(text, sets)).Problems;

    [Fact]
    public void Every_member_is_read()
    {
        Study study = Parse(Whole);
        Assert.Equal("width-by-data", study.Name);
        Assert.Equal(("cifar10:data", SubsetKind.First), (study.Data.Source, study.Data.Subset));
        Assert.Equal(["1", "1/4", "1/16"], study.Data.Fractions.Select(f => f.ToString()));
        Assert.Equal([38], study.Models[0].Depth);
        Assert.Equal([1, 2.5], study.Models[0].Width);
        Assert.Equal([0, 1, 2], study.Models[0].Seeds);
        Assert.True(study.Models[0].Settled.Switch("residual") && study.Models[0].Trained);
        Assert.Equal([7, 9], study.Models[1].Seeds);
        Assert.False(study.Models[1].Settled.Switch("residual") || study.Models[1].Trained);
        Assert.Equal(new TrainingOptions
        {
            Epochs = 20,
            Batch = 64,
            LearningRate = .01,
            Momentum = .8,
            WeightDecay = 0,
            Augment = Augmentation.CropFlip,
            BatchNormMomentum = .1,
            EvaluateEvery = 5,
            Precision = Precision.Fp32
        },
                Assert.Single(study.Training.Recipes));
        Assert.Equal(("relu", 100, 3, 500),
            (study.Similarity.Layers, study.Similarity.Batch, study.Similarity.Passes, study.Similarity.MaxExamples));
        Assert.Equal([new ModelPair("resnet38-1x-s0", "resnet38-2.5x-s*")], study.Similarity.Across.Pairs);
        Assert.Equal(["blocks"], study.Analyses);
        Assert.Equal("Width against data", study.Report.Title);
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData(Small.Text)]
    public void What_is_written_reads_as_the_same_study(string text)
    {
        string written = StudyFile.Write(Parse(text));
        Assert.Equal(written, StudyFile.Write(Parse(written)));
        Assert.Contains("\"weightDecay\"", written);
        Assert.Contains("\"residual\"", written);
    }

    [Theory]
    [InlineData("имена")]
    [InlineData("名前-2")]
    [InlineData("βάθος_ένα.2")]
    [InlineData("कखग-हिन्दी")]
    [InlineData("𠀀𠀁")]
    public void A_study_and_its_groups_have_names_of_any_script(string name)
    {
        Assert.Equal(name, Small.Study($"name={name}").Name);
        Assert.Equal(name, Small.Study($$"""models=[{"files":"a/*","group":"{{name}}"}]""").Models[0].Group);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData(".имя")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\u0000")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u3164b")]
    [InlineData("\u0301a")]
    [InlineData("a\uD800b")]
    [InlineData("a²", "is not a name of letters and digits of any script")]
    [InlineData("имя.", "ends with a dot")]
    [InlineData("con", "device on Windows")]
    [InlineData("LPT1.old", "device on Windows")]
    public void What_systems_read_another_way_is_no_name(string name, string says = "is not a name of letters and digits of any script")
    {
        string written = string.Concat(name.Select(letter => $"\\u{(int)letter:X4}")),
            text = Small.Text.Replace("\"small\"", $"\"{written}\"", StringComparison.Ordinal);
        Assert.Contains(says, Assert.Single(Problems(text)));
    }

    [Fact]
    public void A_name_is_80_letters_and_200_bytes_at_most()
    {
        Assert.Equal(80, Small.Study($"name={new string('я', 80)}").Name.Length);
        Assert.Contains("80 at most", Assert.Single(Problems(Small.Text, $"name={new string('я', 81)}")));
        Assert.Contains("takes 240 bytes in UTF-8, and a name may take 200",
            Assert.Single(Problems(Small.Text, $"name={new string('名', 80)}")));
    }

    [Theory]
    [InlineData("report.title=two\n")]
    [InlineData("report.title=two\nlines")]
    public void A_text_of_one_line_does_not_end_with_a_line_end(string set)
        => Assert.Contains("one line", Assert.Single(Problems(Small.Text, set)));

    [Fact]
    public void All_problems_come_at_once_with_line_path_and_suggestion()
    {
        IReadOnlyList<string> problems = Problems("""
            {
              "name": "x",
              "data": { "sorce": "digits" },
              "models": [
                { "family": "resnet-cifar", "depth": 15 },
                { "family": "resnet-cifr", "depth": "deep", "wdth": 2 }
              ],
              "training": { "epochs": 0, "learningRate": -1, "batch": 12.5 },
              "similarity": { "across": "seed" },
              "analyses": ["blocks", "nothing"]
            }
            """);
        Assert.Equal(
        [
            "s.json:3: data.sorce: unknown member; did you mean 'source'?",
            "s.json:3: data: 'source' is missing: digits, thumbs, cifar10:PATH, cifar100:PATH, imagefolder:PATH[@SIZE], "
                + "tiny-imagenet:PATH or mnist:PATH.",
            "s.json:5: models[0].depth: 15 is not 6n + 2 for a whole n from 1 to 200, such as 14, 20, 26, 32, 38, 44, 56, 110 or 164",
            "s.json:6: models[1].family: 'resnet-cifr' is unknown; did you mean 'resnet-cifar'?",
            "s.json:6: models[1].depth: 'deep' is not a whole number from 1 to 10000",
            "s.json:6: models[1].wdth: unknown member; did you mean 'width'?",
            "s.json:8: training.epochs: 0 is not a whole number from 1 to 1000000",
            "s.json:8: training.learningRate: -1 is not a number above 0 and up to 100",
            "s.json:8: training.batch: 12.5 is not a whole number from 2 to 65536",
            "s.json:9: similarity.across: 'seed' is unknown; did you mean 'seeds'?",
            "s.json:10: analyses[1]: 'nothing' is unknown; expected one of blocks, collapse, components, correspondence, distances, "
                + "dominant-images, errors, matching, measures, probes, sparsity, stability, without-components, without-images",
        ], problems);
    }

    [Theory]
    [InlineData("name=", "name")]
    [InlineData("name=../up", "name")]
    [InlineData("data.source=cifr10:x", "data.source")]
    [InlineData("data.fractions=[1, \"5/4\"]", "data.fractions[1]")]
    [InlineData("data.fractions=[]", "data.fractions")]
    [InlineData("data.subset=random", "data.subset")]
    [InlineData("models=[]", "models")]
    [InlineData("models=3", "models")]
    [InlineData("models[0].seeds=0", "models[0].seeds")]
    [InlineData("models[0].seeds=[1, 1]", "models[0].seeds[1]")]
    [InlineData("models[0].width=-1", "models[0].width")]
    [InlineData("models[0].width=70", "models[0].width")]
    [InlineData("models[0].residual=1", "models[0].residual")]
    [InlineData("training.epochs=1e30", "training.epochs")]
    [InlineData("training.augment=flip", "training.augment")]
    [InlineData("training.seed=1", "training.seed")]
    [InlineData("similarity.batch=3", "similarity.batch")]
    [InlineData("similarity.across=[[\"a\"]]", "similarity.across[0]")]
    [InlineData("analyses=blocks", "analyses")]
    [InlineData("report=7", "report")]
    public void A_wrong_value_is_named_by_its_path(string set, string path)
        => Assert.Contains($"{path}: ", Assert.Single(Problems(Small.Text, set)));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"name\": \"x\"")]
    [InlineData("{ \"name\": \"x\" } trailing")]
    [InlineData("{ \"name\": \"\\ud800\" }")]
    [InlineData("{ \"name\": \"a\", \"name\": \"b\" }")]
    public void What_is_no_study_is_refused(string text) => Assert.NotEmpty(Problems(text));

    [Fact]
    public void Damaged_studies_are_refused_and_never_crash()
    {
        var random = new RandomSequence(1, "damage");
        byte[] whole = Encoding.UTF8.GetBytes(Whole);
        int refused = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = [.. whole];
            for (int k = random.Next(4); k >= 0; k--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) damaged = damaged[..random.Next(damaged.Length)];
            try
            {
                StudyFile.Parse(damaged, "s.json");
            }
            catch (InvalidOptionsException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1000, 2000);
    }

    [Fact]
    public void Deep_nesting_is_refused() => Assert.NotEmpty(Problems(new string('[', 100_000)));

    [Fact]
    public void A_missing_file_is_no_wrong_usage() => Assert.Throws<InvalidFileException>(() => StudyFile.Read("no-such-study.json"));
}
