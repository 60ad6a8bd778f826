namespace Strata;

/// <summary>What a test needs and not every machine has; without it, the test is skipped with the reason.</summary>
internal static class Needs
{
    /// <summary>
    /// Something that can be installed or brought along: a package, a browser, data. With <c>STRATA_REQUIRE_ALL=1</c>, as in CI, its
    /// absence is a failure, so that no test is lost unseen.
    /// </summary>
    public static void Installed(bool there, string otherwise)
    {
        if (there) return;
        if (Environment.GetEnvironmentVariable("STRATA_REQUIRE_ALL") == "1") Assert.Fail($"{otherwise} (STRATA_REQUIRE_ALL is 1)");
        Assert.Skip(otherwise);
    }

    /// <summary>What the processor, the system or its owner grants: nothing that a test run could mend.</summary>
    public static void Machine(bool able, string otherwise) => Assert.SkipUnless(able, otherwise);
}
