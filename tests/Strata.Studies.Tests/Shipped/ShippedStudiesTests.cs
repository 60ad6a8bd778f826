using Strata.Studies.Shipped;

namespace Strata.Studies.Tests.Shipped;

public class ShippedStudiesTests
{
    public static TheoryData<string> Names => [.. ShippedStudies.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_study_that_comes_with_the_program_is_one_of_its_name(string name)
        => Assert.Equal(name, StudyFile.Parse(ShippedStudies.Find(name), name).Name);

    [Fact]
    public void The_quickstart_is_among_them_and_nothing_else_is_found()
    {
        Assert.Contains("quickstart", ShippedStudies.Names);
        Assert.Null(ShippedStudies.Find("no-such-study"));
    }
}
