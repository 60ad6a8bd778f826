namespace Strata.EndToEnd.Tests;

/// <summary>Standard streams that are closed, full or gone end nothing but what was to be written to them.</summary>
public sealed class StandardStreamTests(SmallModel model) : IClassFixture<SmallModel>, IDisposable
{
    private static readonly string s_train = $"\"$strata\" {string.Join(' ', SmallModel.Training)} t.safetensors";

    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "2>&-")]
    [InlineData(0, ">&-")]
    [InlineData(0, "<&- >&- 2>&-")]
    [InlineData(0, "2>/dev/full")]
    [InlineData(1, ">/dev/full")]
    [InlineData(1, ">/dev/full 2>/dev/full")]
    public void A_training_is_done_whoever_reads_of_it(int exitCode, string streams)
    {
        _folder.Shell($"{s_train} {streams}").Expect(exitCode);
        Assert.True(File.Exists(_folder["t.safetensors"]));
    }

    [Theory]
    [InlineData("inspect missing 2>&-")]
    [InlineData("inspect missing 2>/dev/full")]
    [InlineData("inspect missing >&- 2>&-")]
    public void A_failure_that_cannot_be_told_is_still_one(string command) => _folder.Shell($"\"$strata\" {command}").Expect(1);

    [Fact]
    public void A_reader_that_has_enough_is_no_failure()
        => Assert.Empty(_folder.Shell($"\"$strata\" inspect '{model.Path}' | head -n 1; \"$strata\" data list | true").Expect(0).Errors);

    [Fact]
    public void Too_few_file_handles_are_told_in_one_sentence()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "the limit is read from /proc");
        foreach (int limit in new[] { 24, 30, 64, 100 })
            Assert.Contains("ulimit -n", _folder.Shell($"ulimit -n {limit} && {s_train}").Expect(1).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(19)]
    [InlineData(60)]
    public void A_terminal_of_any_width_ends(int columns)
    {
        Needs.Installed(_folder.Shell("command -v script").ExitCode == 0, "needs script(1)");
        File.WriteAllText(_folder["in-terminal"], $"stty cols {columns}\n{s_train} && \"$strata\" inspect t.safetensors\n");
        string shown = _folder.Shell("script -qec 'sh in-terminal' /dev/null < /dev/null").Expect(0).Output;
        Assert.Contains("stages.0.0.conv1", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_steer_a_terminal_is_shown_instead()
    {
        File.WriteAllText(_folder["s.json"], """{ "name": "s", "models": [], "x\u001b[2Jy\u0007\u009b": 1 }""");
        string[][] commands =
            [["inspect", "a\e[31mb"], ["run", "s.json"], ["no\esuch"], ["similarity", "x\e]0;t\a.npy", "y\r.npy"], ["status", "d\e[2J"]];
        foreach (string[] command in commands)
        {
            RunResult result = _folder.Strata(command);
            Assert.InRange(result.ExitCode, 1, 2);
            Assert.DoesNotContain(result.Errors + result.Output, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
            Assert.DoesNotContain("\r", result.Errors.Replace("\r\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_device_is_refused_in_a_sentence_and_not_offered()
    {
        Assert.Contains("--device: 'cuda' cannot be served: this build computes on the CPU",
            _folder.Strata("doctor", "--device", "cuda").Expect(2).Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("cuda", _folder.Strata("train", "--help").Expect(0).Output, StringComparison.Ordinal);
    }
}
