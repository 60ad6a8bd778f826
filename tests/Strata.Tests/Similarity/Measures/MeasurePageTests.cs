using Strata.Similarity.Measures;

namespace Strata.Tests.Similarity.Measures;

public class MeasurePageTests
{
    [Fact]
    public void The_page_in_the_documents_is_the_one_that_the_measures_make()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Strata.slnx"))) folder = folder.Parent;
        // `strata measures --markdown > docs/reference/measures.md` makes it anew.
        Assert.Equal(MeasureWords.Page(), File.ReadAllText(Path.Combine(folder!.FullName, "docs", "reference", "measures.md")));
    }
}
