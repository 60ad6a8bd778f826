namespace Strata.EndToEnd.Tests;

/// <summary>How a command line goes on, as the program says it and as a shell shows it.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tr", "train")]
    [InlineData("data ex", "export")]
    [InlineData("train --family vi", "vit")]
    [InlineData("train --family=vi", "--family=vit")]
    [InlineData("train --opti", "--optimizer")]
    [InlineData("train --optimizer a", "adamw")]
    [InlineData("train --depth 14 --data th", "thumbs")]
    [InlineData("train --data imagefolder:pet", "imagefolder:pets/")]
    [InlineData("train --data imagefolder:pets/tr", "imagefolder:pets/train/")]
    [InlineData("data check im", "imagefolder:")]
    [InlineData("compare m.safetensors --measure pwc", "pwcca")]
    [InlineData("similarity x.npy y.npy --estimator u", "unbiased")]
    [InlineData("run quick", "quickstart")]
    [InlineData("run quickstart --set training.epo", "training.epochs=")]
    [InlineData("run quickstart --set models[0].fam", "models[0].family= models[0].family=efficientnet models[0].family=resnet-cifar "
        + "models[0].family=resnet-imagenet models[0].family=vit")]
    [InlineData("status --js", "--json")]
    [InlineData("new wid", "width-data")]
    [InlineData("completion f", "fish")]
    [InlineData("inspect m", "")]
    [InlineData("train --output m", "")]
    [InlineData("no-such-command x", "")]
    public void The_program_knows_how_a_line_goes_on(string typed, string expected)
    {
        Directory.CreateDirectory(_folder["pets/train"]);
        Assert.Equal(expected, string.Join(' ', _folder.Strata(["complete", "--", .. typed.Split(' ')]).Expect(0).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
    }

    [Fact]
    public void An_empty_word_may_be_any_command_but_none_that_people_do_not_call()
    {
        string[] commands = _folder.Strata("complete", "--", "").Expect(0).Output.Split('\n');
        Assert.Contains("run", commands);
        Assert.DoesNotContain("worker", commands);
        Assert.DoesNotContain("complete", commands);
    }

    [Theory]
    [InlineData("strata tra", "train")]
    [InlineData("strata train --family v", "vit")]
    [InlineData("strata train --data imagef", "imagefolder:")]
    // bash replaces what stands behind the colon or the equals sign alone.
    [InlineData("strata train --data imagefolder:pe", "pets/")]
    [InlineData("strata run quickstart --set training.optimizer=a", "adamw")]
    [InlineData("strata status --", "--device --help --json --precision --quiet --seed --threads --verbose")]
    public void Bash_completes_by_the_script(string line, string expected)
    {
        Needs.Machine(File.Exists("/bin/bash"), "needs bash");
        Directory.CreateDirectory(_folder["pets"]);
        string script = $$"""
            set -u
            strata() { {{Repository.Command}} "$@"; }
            source <({{Repository.Command}} completion bash)
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            _strata strata
            echo "${COMPREPLY[*]-}"
            complete -p strata
            """;
        string[] told = RunningProcess.Run(_folder["."], "/bin/bash", "-c", script).Expect(0).Output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(expected, told[0]);
        Assert.Contains("-F _strata strata", told[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("strata train --family v", "vit")]
    [InlineData("strata data ex", "export")]
    [InlineData("strata train --data imagefolder:pe", "imagefolder:pets/")]
    [InlineData("strata inspect pe", "pets/")]
    public void Fish_completes_by_the_script(string line, string expected)
    {
        Require("fish");
        Directory.CreateDirectory(_folder["pets"]);
        Assert.Equal(expected, Shell("fish", $"strata completion fish | source; complete -C '{line}'").Trim());
    }

    [Theory]
    [InlineData("strata train --family v", "-- vit")]
    [InlineData("strata train --data imagef", "-S  -- imagefolder:")]
    [InlineData("strata inspect pe", "files")]
    public void Zsh_completes_by_the_script(string line, string expected)
    {
        Require("zsh");
        string[] words = line.Split(' ');
        // What zsh's own completion offers to such functions.
        Assert.Equal(expected, Shell("zsh", $$"""
            compdef() { : }
            compadd() { print -r -- "$@" }
            _files() { print files }
            source <(strata completion zsh)
            words=({{line}}) CURRENT={{words.Length}}
            _strata
            """).Trim());
    }

    private static void Require(string shell)
        => Needs.Installed(RunningProcess.Run(Path.GetTempPath(), "sh", "-c", $"command -v {shell}").ExitCode == 0,
            $"{shell} is not installed (on Debian: apt-get install {shell})");

    /// <summary>What a shell prints that finds the command by its name.</summary>
    private string Shell(string shell, string script)
    {
        string path = $"{Path.GetDirectoryName(Repository.Command)}:{Environment.GetEnvironmentVariable("PATH")}";
        using RunningProcess process = RunningProcess.Start(_folder["."], shell, ["-c", script],
            [new("PATH", path), new("HOME", _folder["."])]);
        return process.Wait().Expect(0).Output;
    }
}
