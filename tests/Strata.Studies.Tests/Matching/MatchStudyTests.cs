using Strata.Models.Families;
using Strata.Runtime;
using Strata.Studies.Matching;

namespace Strata.Studies.Tests.Matching;

public class MatchStudyTests
{
    private const string Two =
        "models=[{\"family\":\"resnet-cifar\",\"depth\":20,\"seeds\":3},"
        + "{\"family\":\"resnet-cifar\",\"depth\":8,\"width\":[1,2],\"seeds\":5}]";

    [Fact]
    public void It_begins_with_what_the_study_has_and_confirms_on_seeds_that_nothing_else_has()
    {
        var match = new MatchStudy(Small.Study(Two, "analyses=[\"errors\"]"));
        Assert.Equal([3, 5], match.Start.Models.Select(m => m.Seeds.Count));
        Assert.Empty(match.Start.Analyses);
        Assert.Equal([5, 6, 7, 8], match.Fresh(0, 4));
        Assert.Equal([9, 10, 11, 12], match.Fresh(1, 4));
        Study confirmation = match.Confirmation(1.25, match.Fresh(0, 4));
        Assert.All(confirmation.Models, m => Assert.Equal([5, 6, 7, 8], m.Seeds));
        Assert.Equal([1.25], confirmation.Models[1].Width!);
        Assert.Equal(["errors"], match.Pair(1.25, [5, 6]).Analyses);
    }

    [Fact]
    public void A_width_is_one_that_the_family_has()
    {
        var cifar = new MatchStudy(Small.Study(Two));
        Assert.Equal(1.375, cifar.Nearest(1.39, new ImageShape(1, 8), 10));
        Assert.Equal(.0625, cifar.Nearest(.001, new ImageShape(1, 8), 10));
        var transformer = new MatchStudy(Small.Study(
            "models=[{\"family\":\"vit\",\"depth\":2,\"seeds\":2},{\"family\":\"vit\",\"depth\":4,\"width\":[64,96],\"seeds\":2}]"));
        Assert.True(transformer.Nearest(75.4, new ImageShape(1, 8), 10) is 74 or 76);
    }

    [Theory]
    [InlineData("models=[{\"family\":\"resnet-cifar\",\"depth\":8,\"seeds\":3}]", "models: 1 of them; expected 2")]
    [InlineData("models[0].depth=[8,14]", "models[0]: expected one depth and one width")]
    [InlineData("models[1].width=2", "models[1].width: expected at least two widths")]
    [InlineData("models[1].depth=[8,14]", "models[1].depth: 2 depths; expected one")]
    [InlineData("models[1].seeds=1", "models[1].seeds: expected at least 2")]
    [InlineData("models[0].trained=false", "models[0].trained: false")]
    [InlineData("data.fractions=[1,\"1/2\"]", "data.fractions: 2 of them")]
    [InlineData("training.learningRate=[0.1,0.2]", "training: several learning rates")]
    public void A_study_that_asks_for_something_else_is_refused(string set, string message)
        => Assert.Contains(message, Assert.Throws<InvalidOptionsException>(() => new MatchStudy(Small.Study(Two, set))).Message,
            StringComparison.Ordinal);
}
