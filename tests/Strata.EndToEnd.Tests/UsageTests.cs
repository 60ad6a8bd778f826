namespace Strata.EndToEnd.Tests;

/// <summary>What someone is told who does not know the program, or mistypes.</summary>
public class UsageTests
{
    [Fact]
    public void The_name_alone_welcomes_and_says_how_to_go_on()
    {
        using var folder = new WorkFolder();
        string told = folder.Strata().Expect(0).Output;
        Assert.All(["strata run quickstart", "strata new", "strata --help"],
            next => Assert.Contains(next, told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("trian --depth 14", "'trian' is no command of strata; did you mean 'train'?\nTry 'strata --help'.")]
    [InlineData("elephant", "'elephant' is no command of strata; expected one of new, run, reproduce, match")]
    [InlineData("data chekc digits", "'chekc' is no command of strata data; did you mean 'check'?\nTry 'strata data --help'.")]
    [InlineData("data", "strata data needs a command: list, check, get, export")]
    [InlineData("--hlep", "'--hlep' is no option of strata; did you mean '--help'?")]
    [InlineData("--quite status x", "'--quite' is no option of strata status; did you mean '--quiet'?")]
    [InlineData("inspect a b", "'b' is one argument too many for strata inspect\nTry 'strata inspect --help'.")]
    [InlineData("inspect a --zzzzzzzzzz", "'--zzzzzzzzzz' is no option of strata inspect\n")]
    // The missing option is the mistyped one, and its value no argument.
    [InlineData("train --dept 14 --data digits --output m",
        "'--dept' is no option of strata train; did you mean '--depth'?\nTry 'strata train --help'.")]
    [InlineData("train --depth 14 --data digts --output m", "Data 'digts': unknown kind 'digts'; did you mean 'digits'?")]
    [InlineData("train --depth 14 --data elephant:x --output m", "unknown kind 'elephant'; expected digits, thumbs, cifar10:PATH")]
    [InlineData("train --family resnet-cfar --depth 14 --data digits --output m", "'resnet-cfar' is unknown; did you mean 'resnet-cifar'?")]
    [InlineData("compare m --data digits --measure procrust --output o", "--measure: 'procrust' is unknown; did you mean 'procrustes'?")]
    [InlineData("train --depth 14 --output m --data digits --family", "Required argument missing for option: '--family'.")]
    [InlineData("train --depth 14 --output m --data", "Required argument missing for option: '--data'.")]
    [InlineData("train --depth 14 --output m --data digits --optimizer", "Required argument missing for option: '--optimizer'.")]
    [InlineData("run qickstart", "did you mean 'quickstart'?")]
    [InlineData("new detph", "did you mean 'depth'?")]
    [InlineData("new", "expected one of depth, errors, own-images, own-models, recipe, width-data")]
    public void A_mistake_is_told_with_what_was_probably_meant(string arguments, string told)
    {
        using var folder = new WorkFolder();
        RunResult result = folder.Strata(arguments.Split(' ')).Expect(arguments.StartsWith("run", StringComparison.Ordinal) ? 1 : 2);
        Assert.Contains(told, result.Errors.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("data --help")]
    [InlineData("train --help")]
    public void Help_is_given_though_something_is_missing(string arguments)
    {
        using var folder = new WorkFolder();
        Assert.Contains("Usage:", folder.Strata(arguments.Split(' ')).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_with_a_training_is_told_at_once()
    {
        using var folder = new WorkFolder();
        string[] told = folder.Strata("train", "--depth", "15", "--width", "0", "--data", "digts", "--epochs", "10", "--warm-up", "50",
            "--nesterov", "--momentum", "0", "--patch", "3", "--output", "m").Expect(2).Errors.ReplaceLineEndings("\n").Split('\n');
        Assert.All(["--depth: 15 is not 6n + 2", "--width: 0 is not", "Data 'digts'", "--warm-up: 50 epochs", "--nesterov: needs",
            "--patch: is no option of resnet-cifar"],
            problem => Assert.Contains(told, line => line.StartsWith(problem, StringComparison.Ordinal)));
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void What_only_the_images_show_is_told_of_the_options_too()
    {
        using var folder = new WorkFolder();
        string told = folder.Strata("train", "--depth", "8", "--data", "digits", "--batch", "9999", "--dropout", "0.5", "--output", "m")
            .Expect(2).Errors;
        Assert.Contains("--batch: 9999 is larger than the", told, StringComparison.Ordinal);
        Assert.Contains("--dropout: ", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_at_chance_is_told_with_a_hint()
    {
        using var folder = new WorkFolder();
        RunResult result = folder.Strata("train", "--depth", "8", "--data", "digits", "--epochs", "1", "--fraction", "1/16",
            "--learning-rate", "1e-6", "--batch", "32", "--output", "m.safetensors").Expect(0);
        Assert.Contains("did not learn", result.Errors, StringComparison.Ordinal);
        Assert.Contains("hint: a lower --learning-rate", result.Errors, StringComparison.Ordinal);
    }
}
