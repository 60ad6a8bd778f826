using System.Text.RegularExpressions;

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
    [InlineData("data get mnist d", "'mnist' is unknown; expected one of cifar10, cifar100, tiny-imagenet, imagenet\n")]
    [InlineData("data get CIFAR-10 d", "'CIFAR-10' is unknown; did you mean 'cifar10'?\n")]
    [InlineData("compare a b --data digits --precision fp16 --output o", "'fp16' is unknown; did you mean 'fp32'?\n")]
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
    [InlineData("run --help")]
    public void Options_without_a_value_are_offered_without_one(string arguments)
    {
        using var folder = new WorkFolder();
        string told = folder.Strata(arguments.Split(' ')).Expect(0).Output;
        Assert.Matches(@"-h, --help\s+Show help", told);
        Assert.DoesNotContain("<help>", told, StringComparison.Ordinal);
    }

    /// <summary>Terminals that say nothing of their size, as on a serial line, have a page's; wide ones are not read across.</summary>
    [Theory]
    [InlineData(0, 60, 100)]
    [InlineData(80, 60, 80)]
    [InlineData(300, 60, 100)]
    public void Help_in_a_terminal_has_lines_that_can_be_read(int columns, int least, int most)
    {
        using var folder = new WorkFolder();
        Needs.Installed(folder.Shell("command -v script").ExitCode == 0, "needs script(1)");
        File.WriteAllText(folder["in-terminal"], $"stty cols {columns}\n\"$strata\" run --help\n");
        string shown = folder.Shell("script -qec 'sh in-terminal' /dev/null < /dev/null").Expect(0).Output;
        Assert.InRange(shown.ReplaceLineEndings("\n").Split('\n').Max(line => line.TrimEnd().Length), least, most);
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

    [Theory]
    [InlineData("run")]
    [InlineData("reproduce")]
    [InlineData("new")]
    [InlineData("train")]
    [InlineData("compare")]
    [InlineData("similarity")]
    [InlineData("errors")]
    [InlineData("data list")]
    public void Help_in_a_file_has_a_page_s_width_and_says_each_choice_once(string command)
    {
        using var folder = new WorkFolder();
        string[] help = folder.Strata([.. command.Split(' '), "--help"]).Expect(0).Output.ReplaceLineEndings("\n").Split('\n');
        Assert.All(help, line => Assert.InRange(line.Length, 0, 100));
        Assert.DoesNotContain(help, line => line.Contains("additional argument", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(help, line => Regex.IsMatch(line, @"<[^>]*\|[^>]*\|"));
        Assert.Contains(help, line => line.StartsWith($"  strata {command} ", StringComparison.Ordinal));
        Assert.DoesNotContain(help, line => line.Contains("--quiet <", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("train --family resnt-cifar --depth 14 --width -1 --data digits --output m",
        "--family: 'resnt-cifar' is unknown", "--width: -1 is not a number from 0.0625 to 64")]
    [InlineData("train --family elephant --depth 14 --width -1 --data digits --output m",
        "--family: 'elephant' is unknown", "--width: -1 is what no family takes")]
    [InlineData("train --width -1 --patch x", "Option '--depth' is required", "Option '--data' is required", "--patch: 'x' is not",
        "--width: -1 is not a number")]
    [InlineData("compare a b c --shuffle --without -1 --batch 2 --seed x", "Option '--output' is required", "--batch: 2 is not",
        "--seed: 'x' is not", "--without: -1 is less than 0", "--shuffle: compares one model or two, and there are 3")]
    [InlineData("compare a --measure rsa --components --passes 3", "Option '--output' is required", "--components: is of cka alone",
        "--passes: is of cka alone")]
    [InlineData("similarity a --measure rsa --null 0 --kernel cosine", "Required argument 'Y'", "--null: 0 is not from 1 to 1000000",
        "--kernel: is of cka alone")]
    [InlineData("calibrate a --shuffles 0", "Required argument 'B'", "Option '--output' is required", "--shuffles: 0 is not from 1")]
    [InlineData("report a b --port 0", "--port is for --watch", "--port is 0", "--output is missing")]
    [InlineData("run quickstart --machines 0 --partition p --seed 3", "--machines: 0 is not", "--machines only goes with --dry-run",
        "--partition only goes with --on slurm", "--seed: a study names its seeds")]
    [InlineData("prune a --learning-rate .1 --passes 2", "Option '--data' is required", "prune: give either", "--passes only goes with",
        "--learning-rate only goes with --finetune")]
    public void Mistakes_are_told_all_at_once(string arguments, params string[] told)
    {
        using var folder = new WorkFolder();
        string[] lines = folder.Strata(arguments.Split(' ')).Expect(2).Errors.ReplaceLineEndings("\n").Split('\n');
        Assert.All(told, problem => Assert.Contains(lines, line => line.StartsWith(problem, StringComparison.Ordinal)));
        Assert.Empty(folder.Files);
    }

    [Theory]
    [InlineData("similarity a b --measure rbf", "'strata similarity' takes it as --kernel rbf:0.5")]
    [InlineData("similarity a b --measure rbf:2", "--kernel rbf:2")]
    [InlineData("compare a --output o --measure linear", "--kernel linear")]
    [InlineData("calibrate a b --output o --measure cosine", "--kernel cosine")]
    public void A_kernel_in_the_place_of_a_measure_is_told_where_it_goes(string arguments, string told)
    {
        using var folder = new WorkFolder();
        Assert.Contains(told, folder.Strata(arguments.Split(' ')).Expect(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void No_page_begins_where_there_is_no_study()
    {
        using var folder = new WorkFolder();
        string told = folder.Strata("report", "one", "two", "--output", "both").Expect(1).Errors;
        Assert.Contains($"one{Path.DirectorySeparatorChar}plan.json: does not exist", told, StringComparison.Ordinal);
        Assert.Contains($"two{Path.DirectorySeparatorChar}plan.json: does not exist", told, StringComparison.Ordinal);
        Assert.DoesNotContain("drawing", told, StringComparison.Ordinal);
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
