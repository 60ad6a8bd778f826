namespace Strata.EndToEnd.Tests;

/// <summary>What a process left behind.</summary>
internal sealed record RunResult(string Command, int ExitCode, string Output, string Errors)
{
    /// <summary>Fails the test with what the process said unless it ended as expected, and always if it showed a stack trace.</summary>
    public RunResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"{Command}\nexit code {ExitCode}, expected {exitCode}\n{Output}\n{Errors}");
        Assert.DoesNotContain("\n   at ", Errors + Output, StringComparison.Ordinal);
        return this;
    }
}
