using System.Text.RegularExpressions;
using Strata.Runtime;

namespace Strata.Tests.Runtime;

public class RunEnvironmentTests
{
    [Fact]
    public void Versions_are_versions_and_threads_are_those_asked_for()
    {
        RunEnvironment environment = RunEnvironment.Capture(threads: 3);
        Assert.All([environment.Strata, environment.TorchSharp, environment.LibTorch, environment.DotNet],
            v => Assert.Matches(new Regex(@"^\d+\.\d+(\.\d+)+"), v));
        // A build outside a repository has none.
        if (environment.Commit is { } commit) Assert.Matches("^[0-9a-f]{40}$", commit);
        Assert.Equal(3, environment.Threads);
        Assert.NotEmpty(environment.Processor);
        Assert.NotEmpty(environment.OperatingSystem);
    }
}
