using Strata.Report.Page;

namespace Strata.Report.Tests.Page;

public class PageBudgetTests
{
    private static readonly StudyContent Study = Samples.Study();
    private static readonly LayerMap Within = Study.Comparisons[0];
    private static readonly LayerMap Across = Study.Comparisons[^1];

    [Fact]
    public void Keeps_everything_where_there_is_room()
    {
        var budget = new PageBudget(Study.Comparisons);
        Assert.All(Study.Comparisons, comparison => Assert.Equal(2, budget.Bytes(comparison)));
        Assert.False(budget.Coarse);
    }

    // 51 layers within: 1326 entries; 135 × 51 across: 6885; base64 takes 4 bytes for 3.
    [Theory]
    [InlineData(40_000, 2, 2)]
    [InlineData(15_000, 2, 1)]
    [InlineData(11_500, 1, 1)]
    [InlineData(5_000, 1, 0)]
    [InlineData(10, 1, 0)]
    public void Gives_up_precision_across_models_first_and_leaves_out_only_maps_across_models(long limit, int within, int across)
    {
        var budget = new PageBudget([Across, Within], limit);
        Assert.Equal((within, across), (budget.Bytes(Within), budget.Bytes(Across)));
        Assert.Equal(across == 0 ? 1 : 0, budget.LeftOut);
    }
}
