using System.Text.Json;
using Strata.Runtime;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;

namespace Strata.Studies.Tests.Planning;

public class ErrorsPlanningTests
{
    private const string Three =
        "models=[{\"family\":\"resnet-cifar\",\"depth\":[8,14],\"seeds\":3},{\"family\":\"resnet-cifar\",\"depth\":20}]";
    private static readonly string[] s_errors = [Three, "analyses=[\"errors\"]", "similarity.within=false"];

    private static ErrorsOptions Pair(PlannedAnalysis errors) => errors.Options.Deserialize<ErrorsOptions>(StudyJson.Line)!;

    [Fact]
    public void Every_two_populations_of_several_seeds_are_compared()
    {
        Plan plan = Small.Plan(s_errors);
        PlannedAnalysis errors = Assert.Single(plan.Of(Study.PopulationErrors));
        ErrorsOptions pair = Pair(errors);
        Assert.Equal(("resnet8-1x~resnet14-1x", "resnet8-1x", "resnet14-1x"), (errors.Name, pair.A, pair.B));
        Assert.Equal(plan.Models.Take(3).Select(m => m.Name), pair.ModelsA);
        Assert.Equal(plan.Models.Skip(3).Take(3).Select(m => m.Name), pair.ModelsB);
        Assert.Null(pair.Groups);
        Assert.Equal(Path.Combine("errors", errors.Name), errors.Artifact().Folder);
        Assert.Contains(errors.Artifact(), plan.Artifacts());
        Assert.Equal(plan.Models.Take(6).Select(m => m.Artifact()), errors.Inputs.Values);
        Assert.Empty(plan.Comparisons);
        // Without the analysis there are none, and the default does not ask for it.
        Assert.Empty(Small.Plan(Three).Of(Study.PopulationErrors));
    }

    [Fact]
    public void The_key_follows_models_groups_and_resamples()
    {
        string Key(params string[] more) => Small.Plan([.. s_errors, .. more]).Analyses[0].Key;
        string key = Key();
        Assert.Equal(key, Key());
        Assert.Equal(key, Key("report.title=\"another\"", "errors.pairs=[[\"resnet8-*\",\"resnet14-1x\"]]"));
        Assert.NotEqual(key, Key("training.epochs=2"));
        Assert.NotEqual(key, Key("errors.groups=\"cifar10\""));
        Assert.NotEqual(key, Key("errors.resamples=0"));
    }

    [Fact]
    public void Pairs_may_be_given_and_stand_once()
    {
        Plan plan = Small.Plan([.. s_errors, "errors.pairs=[[\"resnet14-1x\",\"resnet8-1x\"],[\"resnet*\",\"resnet14-1x\"]]"]);
        Assert.Equal("resnet14-1x~resnet8-1x", Assert.Single(plan.Analyses).Name);
    }

    [Theory]
    [InlineData("errors.pairs=[[\"resnet8-1x\",\"resnet15-1x\"]]", "'resnet15-1x' names no population; did you mean 'resnet14-1x'")]
    [InlineData("errors.pairs=[[\"resnet8-1x\",\"resnet20-1x\"]]", "'resnet20-1x' has models of one seed alone")]
    [InlineData("errors.pairs=[[\"resnet8*\",\"resnet8*\"]]", "'resnet8*' and 'resnet8*' are the same population")]
    [InlineData("errors.pairs=[[\"resnet8-1x\"]]", "is not a pair such as")]
    [InlineData("errors.groups=\"missing.json\"", "missing.json: does not exist")]
    [InlineData("errors.groups=\"cifar100\"", "but the set has classes 0 to 9")]
    [InlineData("errors.groups=\"wordnet:none\"", "none: does not exist; expected WordNet's data.noun")]
    [InlineData("errors.atLeast=0", "0 is not a whole number from 1 to 100000")]
    [InlineData("errors.atLeast=5", "errors.atLeast: 5 only goes with groups by WordNet, but errors.groups is 'auto'")]
    [InlineData("errors={\"groups\":\"cifar10\",\"atLeast\":5}", "but errors.groups is 'cifar10'")]
    [InlineData("errors.resamples=7", "7 is neither 0 nor from 100 to 1000000")]
    [InlineData("analyses=[\"errors\",\"blocks\"]", "similarity.within leaves out")]
    [InlineData("models=[{\"family\":\"resnet-cifar\",\"depth\":8,\"seeds\":4}]", "of this study's only resnet8-1x is there")]
    public void What_cannot_be_compared_is_named(string set, string message)
        => Assert.Contains(message, Assert.Throws<InvalidOptionsException>(() => Small.Plan([.. s_errors, set])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void CIFAR_classes_have_groups_without_being_asked()
        => Assert.Equal(["animals", "vehicles"],
            Pair(Small.PlanOf(Small.Study(s_errors), Data.ImageSets.Load("thumbs")).Analyses[0]).Groups!.Select(g => g.Name));

    [Fact]
    public void Classes_that_go_by_wnids_have_WordNets_groups_where_they_are_asked_for()
    {
        using var folder = new Folder();
        string[] wnids = [.. Enumerable.Range(10, 10).Select(i => $"n000000{i}")];
        // Two parents of five classes each, below one root.
        string lines = "00000001 03 n 01 entity 0 000 | x\n00000002 03 n 01 low 0 001 @ 00000001 n 0000 | x\n"
            + "00000003 03 n 01 high 0 001 @ 00000001 n 0000 | x\n"
            + string.Concat(Enumerable.Range(10, 10)
                .Select(i => $"000000{i} 03 n 01 w{i} 0 001 @ 0000000{(i < 15 ? 2 : 3)} n 0000 | x\n"));
        File.WriteAllText(Path.Combine(folder.Path, "data.noun"), lines);
        ErrorsOptions Errors(params string[] sets)
            => Pair(Small.PlanOf(Small.Study([.. s_errors, $"errors.groups=\"wordnet:{folder.Path}\"", .. sets]),
                Small.Digits with { Classes = wnids }).Analyses[0]);
        Assert.Equal(["entity: 10"], Errors().Groups!.Select(g => $"{g.Name}: {g.Classes.Count}"));
        Assert.Equal(["entity: 10", "low: 5", "high: 5"], Errors("errors.atLeast=5").Groups!.Select(g => $"{g.Name}: {g.Classes.Count}"));
        Assert.Contains("class 0, '0', is no wnid", Assert.Throws<InvalidOptionsException>(
            () => Small.Plan([.. s_errors, $"errors.groups=\"wordnet:{folder.Path}\""])).Message, StringComparison.Ordinal);
    }
}
