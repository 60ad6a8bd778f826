using Strata.Arrays;

namespace Strata.EndToEnd.Tests;

/// <summary><c>-</c> in the place of a file that is read.</summary>
public sealed class StandardInputTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public StandardInputTests()
    {
        NpyFile.Write(_folder["x.npy"], [.. Enumerable.Range(0, 60).Select(i => (float)Math.Sin(i * i))], 20, 3);
        NpyFile.Write(_folder["cka.npy"], new double[,] { { 1, .9 }, { .9, 1 } });
        NpyFile.Write(_folder["a.npy"], [.. Enumerable.Range(0, 60).Select(i => i % 3)], 3, 20);
        NpyFile.Write(_folder["b.npy"], [.. Enumerable.Range(0, 60).Select(i => i % 2)], 3, 20);
        NpyFile.Write(_folder["l.npy"], [.. Enumerable.Range(0, 20).Select(i => i % 3)], 20);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.npy", "similarity - x.npy --json", "similarity x.npy x.npy --json")]
    [InlineData("cka.npy", "blocks - --json", "blocks cka.npy --json")]
    public void A_command_says_of_standard_input_what_it_says_of_the_file(string file, string piped, string named)
        => Assert.Equal(_folder.Strata(named.Split(' ')).Expect(0).Output, _folder.Shell($"\"$strata\" {piped} < {file}").Expect(0).Output);

    [Fact]
    public void Predictions_are_read_from_it()
    {
        string named = _folder.Strata("errors", "--a", "a.npy", "--b", "b.npy", "--labels", "l.npy", "--output", "named").Expect(0).Output;
        string piped = _folder.Shell("cat a.npy | \"$strata\" errors --a - --b b.npy --labels l.npy --output piped").Expect(0).Output;
        Assert.Equal(named.Split('\n')[1], piped.Split('\n')[1]);
    }

    [Theory]
    [InlineData("similarity - - ", 2, "-: standard input can be read only once")]
    [InlineData("blocks -", 1, "standard input: ")]
    [InlineData("run -", 2, "standard input:1: no JSON")]
    public void What_is_wrong_with_it_is_told_by_its_name(string arguments, int exitCode, string told)
    {
        string errors = _folder.Shell($"printf '{{ x' | \"$strata\" {arguments}").Expect(exitCode).Errors;
        Assert.StartsWith(told, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("/strata-", errors, StringComparison.Ordinal);
    }
}
