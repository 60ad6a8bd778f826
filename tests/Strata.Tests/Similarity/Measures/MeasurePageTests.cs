using Strata.Similarity.Measures;

namespace Strata.Tests.Similarity.Measures;

public class MeasurePageTests
{
    [Fact]
    public void Every_measure_that_is_there_is_known()
        => Assert.Equal(
            typeof(Measure).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(Measure)))
                .Select(type => type.Name).Order(),
            // CKA is known by itself, for it streams.
            KnownMeasures.All.Select(measure => measure.GetType().Name).Append(nameof(LinearCka)).Order());

    [Fact]
    public void The_page_in_the_documents_is_the_one_that_the_measures_make()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Strata.slnx"))) folder = folder.Parent;
        // `strata measures --markdown > docs/reference/measures.md` makes it anew.
        Assert.Equal(MeasureWords.Page(), File.ReadAllText(Path.Combine(folder!.FullName, "docs", "reference", "measures.md")));
    }
}
