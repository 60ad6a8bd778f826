namespace Strata.Studies.Tests.Format;

public class ReferencePageTests
{
    [Fact]
    public void The_page_in_the_documents_is_the_one_that_the_options_make()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Strata.slnx"))) folder = folder.Parent;
        string path = Path.Combine(folder!.FullName, "docs", "reference", "options.md");
        // `strata schema --markdown > docs/reference/options.md` makes it anew.
        Assert.Equal(ReferencePage.Text(), File.ReadAllText(path));
    }
}
