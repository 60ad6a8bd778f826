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
        Assert.All(Study.Comparisons, map => Assert.Equal(MatrixEncoding.Fine, budget.Steps(map)));
        Assert.False(budget.Coarse);
    }

    [Fact]
    public void Gives_up_precision_of_later_maps_first_and_leaves_out_only_maps_across_models()
    {
        int Fine(LayerMap map) => new PageBudget([map]).Base64(map).Length;
        int Coarse(LayerMap map) => new PageBudget([map], Fine(map) - 1).Base64(map).Length;
        (int, int) Steps(long limit)
        {
            var budget = new PageBudget([Across, Within], limit);
            return (budget.Steps(Within), budget.Steps(Across));
        }
        Assert.Equal((MatrixEncoding.Fine, MatrixEncoding.Fine), Steps(Fine(Within) + Fine(Across)));
        Assert.Equal((MatrixEncoding.Fine, MatrixEncoding.Coarse), Steps(Fine(Within) + Fine(Across) - 1));
        Assert.Equal((MatrixEncoding.Fine, 0), Steps(Fine(Within) + Coarse(Across) - 1));
        Assert.Equal((MatrixEncoding.Coarse, 0), Steps(Fine(Within) - 1));
        var none = new PageBudget([Across, Within], 10);
        Assert.Equal((MatrixEncoding.Coarse, 0, 1), (none.Steps(Within), none.Steps(Across), none.LeftOut));
    }
}
