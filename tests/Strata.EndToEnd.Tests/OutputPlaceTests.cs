namespace Strata.EndToEnd.Tests;

/// <summary>Whatever an output is called and wherever it leads, the result is there, and what was there stays what it was.</summary>
public sealed class OutputPlaceTests(SmallModel model) : IClassFixture<SmallModel>, IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Compare(string output)
        => ["compare", model.Path, "--data", "digits", "--layers", "add", "--passes", "1", "--output", output];

    private string[] Predict(string output) => ["predict", model.Path, "--data", "digits", "--output", output];

    private RunResult Shell(string script) => _folder.Shell(script);

    private static string Typed(string[] command) => $"\"$strata\" {string.Join(' ', command)}";

    [Fact]
    public void A_slash_behind_the_name_makes_no_difference()
    {
        _folder.Strata(Compare("c/")).Expect(0);
        _folder.Strata(Compare("c//")).Expect(0);
        Assert.True(File.Exists(_folder["c/manifest.json"]));
        Assert.Equal(["c"], Directory.GetFileSystemEntries(_folder[""]).Select(Path.GetFileName));
    }

    [Fact]
    public void The_folder_that_the_shell_is_in_stays_its_folder()
    {
        string compare = Typed(Compare("."));
        RunResult result = Shell($"mkdir here && cd here && {compare} && {compare} && ls -a && test -f ../here/cka.npy").Expect(0);
        Assert.Contains("\nmanifest.json\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(".strata", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_a_disk_of_its_own_takes_a_result_twice()
    {
        Directory.CreateDirectory(_folder["disk"]);
        Needs.Machine(OperatingSystem.IsLinux() && Shell("mount -t tmpfs -o size=20m tmpfs disk").ExitCode == 0,
            "needs the right to mount a small tmpfs (Linux, root)");
        try
        {
            _folder.Strata(Compare("disk")).Expect(0);
            _folder.Strata(Compare("disk")).Expect(0);
            Assert.True(File.Exists(_folder["disk/manifest.json"]));
            Assert.DoesNotContain(Directory.GetFileSystemEntries(_folder["disk"]), entry => Path.GetFileName(entry).StartsWith('.'));
            // A file that is mounted by itself cannot be replaced either.
            Assert.Equal(0, Shell("touch disk/p.npy p.npy && mount --bind disk/p.npy p.npy").ExitCode);
            _folder.Strata(Predict("p.npy")).Expect(0);
            Assert.Equal(File.ReadAllBytes(_folder["disk/p.npy"]), File.ReadAllBytes(_folder["p.npy"]));
            Assert.True(new FileInfo(_folder["p.npy"]).Length > 128);
        }
        finally
        {
            Shell("umount p.npy; umount disk");
        }
    }

    [Fact]
    public void Devices_are_written_to_and_stay_devices()
    {
        Needs.Machine(OperatingSystem.IsLinux() && Shell("mknod null c 1 3 && mknod full c 1 7").ExitCode == 0,
            "needs the right to make devices (Linux, root)");
        _folder.Strata(Predict("null")).Expect(0);
        _folder.Strata("data", "export", "digits", "--split", "test", "--images", "null", "--labels", "null").Expect(0);
        _folder.Strata([.. SmallModel.Training, "null"]).Expect(0);
        Assert.Matches("^full: cannot be written: No space left on device", _folder.Strata(Predict("full")).Expect(1).Errors);
        Assert.Contains("null: is a device", _folder.Strata(Compare("null")).Expect(1).Errors, StringComparison.Ordinal);
        Assert.Equal(0, Shell("test -c null && test -c full").ExitCode);
        Assert.Equal(["full", "null"], _folder.Files);
    }

    [Fact]
    public void Standard_output_takes_a_result_and_nothing_else()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "needs /proc");
        _folder.Strata(Predict("direct.npy")).Expect(0);
        // A link of our own: whoever breaks this as root must not break the machine.
        string predict = Typed(Predict("out"));
        RunResult result = Shell($"ln -s /proc/self/fd/1 out && {predict} > one.npy && {predict} | cat > two.npy && test -L out").Expect(0);
        Assert.Contains("accuracy", result.Errors, StringComparison.Ordinal);
        foreach (string file in new[] { "one.npy", "two.npy" })
            Assert.Equal(File.ReadAllBytes(_folder["direct.npy"]), File.ReadAllBytes(_folder[file]));
    }

    [Fact]
    public void A_folder_closed_to_us_is_told_before_work_and_a_file_in_it_that_is_not_is_written()
    {
        Needs.Machine(OperatingSystem.IsLinux() && Shell("test $(id -u) = 0").ExitCode == 0, "needs to be root to be somebody else");
        Needs.Installed(Shell("command -v setpriv").ExitCode == 0, "needs setpriv (util-linux)");
        Shell("mkdir -p shut/open && touch shut/p.npy shut/locked.npy").Expect(0);
        Shell("chmod 777 shut/open && chmod 666 shut/p.npy && chmod 755 .").Expect(0);
        string As(string[] command) => $"HOME=/nonexistent setpriv --reuid 65534 --regid 65534 --clear-groups {Typed(command)}";
        Needs.Machine(Shell(As(["--version"])).ExitCode == 0, "the program lies where only root reads");
        Shell($"chmod a+rx '{Path.GetDirectoryName(model.Path)}'").Expect(0);
        Shell(As(Compare("shut/open"))).Expect(0);
        Shell(As(Predict("shut/p.npy"))).Expect(0);
        Assert.True(new FileInfo(_folder["shut/p.npy"]).Length > 128);
        foreach (string[] command in new[] { Compare("shut/c"), Predict("shut/q.npy"), Predict("shut/locked.npy") })
            Assert.Matches($"^{command[^1]}: cannot be written: Permission denied", Shell(As(command)).Expect(1).Errors);
        // The file itself is open, but what a training keeps beside it is not.
        Assert.Contains("shut/p.npy: cannot be written: nothing can be kept beside it: Permission denied",
            Shell(As([.. SmallModel.Training, "shut/p.npy"])).Expect(1).Errors, StringComparison.Ordinal);
        Assert.Matches("shut/s: cannot be written: Permission denied",
            Shell(As(["run", Path.Combine(Repository.Root, "studies", "digits-depth.json"), "--output", "shut/s"])).Expect(1).Errors);
    }

    [Fact]
    public void A_command_that_comes_to_nothing_leaves_no_folders()
    {
        File.WriteAllText(_folder["s.json"],
            """{ "name": "s", "data": { "source": "imagefolder:none" }, "models": [{ "family": "resnet-cifar", "depth": 8 }] }""");
        foreach (string[] command in (string[][])[["run", "s.json", "--output", "new/s"],
            ["data", "check", "imagefolder:none", "--output", "new/p"],
            ["predict", model.Path, "--data", "imagefolder:none", "--output", "new/in/p.npy"],
            ["compare", model.Path, "--data", "imagefolder:none", "--output", "new/c/"],
            ["train", "--depth", "8", "--data", "imagefolder:none", "--output", "new/t.safetensors"]])
        {
            Assert.Contains("none: does not exist", _folder.Strata(command).Expect(1).Errors, StringComparison.Ordinal);
            Assert.False(Directory.Exists(_folder["new"]), string.Join(' ', command));
        }
        Directory.CreateDirectory(_folder["mine/own"]);
        _folder.Strata("run", "s.json", "--output", "mine/own").Expect(1);
        Assert.True(Directory.Exists(_folder["mine/own"]));
    }

    [Fact]
    public void A_folder_of_results_is_no_device_and_no_file()
    {
        File.WriteAllText(_folder["f"], "");
        string study = Path.Combine(Repository.Root, "studies", "digits-depth.json");
        foreach (string[] command in (string[][])[["run", study, "--output"], ["data", "check", "digits", "--output"], Compare("")[..^1]])
        {
            Assert.EndsWith("f: is a file, expected the name of the folder to make\n", _folder.Strata([.. command, "f"]).Expect(1).Errors);
            Assert.Contains("/dev/null: is a device, expected the name of the folder to make",
                _folder.Strata([.. command, "/dev/null"]).Expect(1).Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_is_written_among_the_images_that_are_read()
    {
        foreach (string split in (string[])["train", "test"])
        {
            foreach (string name in (string[])["a", "b"])
                _folder.Strata("data", "check", "digits", "--output", $"set/{split}/{name}").Expect(0);
        }
        File.CreateSymbolicLink(_folder["link"], "set/train");
        foreach (string output in (string[])["set/train/a", "set/test/c", "link/a", "set/../set/train/b"])
        {
            foreach (string[] command in (string[][])[["data", "check", "imagefolder:set@8", "--output", output],
                ["predict", model.Path, "--data", "imagefolder:set@8", "--output", $"{output}/p.npy"],
                ["compare", model.Path, "--data", "imagefolder:set@8", "--output", $"{output}/new"],
                ["train", "--depth", "8", "--data", "imagefolder:set@8", "--output", $"{output}/t.safetensors"],
                ["data", "export", "imagefolder:set@8", "--split", "test", "--images", "x.npy", "--labels", $"{output}/y.npy"]])
            {
                Assert.Contains("lies among the images of imagefolder:set@8", _folder.Strata(command).Expect(2).Errors,
                    StringComparison.Ordinal);
            }
        }
        _folder.Strata("data", "check", "imagefolder:set@8", "--output", "set/pictures").Expect(0);
        _folder.Strata("data", "check", "imagefolder:set@8").Expect(0);
    }

    [Fact]
    public void Weights_that_are_made_anew_keep_mode_and_stay_until_then()
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "needs modes of files");
        _folder.Strata([.. SmallModel.Training, "m.safetensors"]).Expect(0);
        Shell("chmod 620 m.safetensors").Expect(0);
        byte[] first = File.ReadAllBytes(_folder["m.safetensors"]);
        string[] anew = [.. SmallModel.Training, "m.safetensors", "--seed", "1", "--restart"];
        _folder.Strata([.. anew, "--learning-rate", "50"]).Expect(1);
        Assert.Equal(first, File.ReadAllBytes(_folder["m.safetensors"]));
        _folder.Strata(anew).Expect(0);
        Assert.NotEqual(first, File.ReadAllBytes(_folder["m.safetensors"]));
        Assert.Equal("-rw--w----", Shell("ls -l m.safetensors").Expect(0).Output[..10]);
    }

    [Fact]
    public void A_network_that_did_not_learn_is_told_so()
    {
        string[] train = [.. SmallModel.Training, "t.safetensors", "--learning-rate", "0.000001"];
        Assert.Contains("warning: resnet8-1x did not learn: test accuracy", _folder.Strata(train).Expect(0).Errors,
            StringComparison.Ordinal);
        Assert.Contains("warning: t did not learn: test accuracy",
            _folder.Strata("predict", "t.safetensors", "--data", "digits", "--output", "p.npy").Expect(0).Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_trainings_of_one_file_the_second_is_told_who_is_at_work()
    {
        string[] train = ["train", "--depth", "14", "--data", "digits", "--epochs", "500", "--output", "t.safetensors"];
        using RunningProcess first = _folder.StartStrata(train);
        while (!first.HasExited && !File.Exists(_folder["t.safetensors.resume"])) Thread.Sleep(10);
        Assert.Matches("t.safetensors: another run is at work here: process [0-9]+ on .* since ", _folder.Strata(train).Expect(1).Errors);
        first.Kill();
        // The dead are in nobody's way.
        _folder.Strata([.. SmallModel.Training, "t.safetensors", "--restart"]).Expect(0);
        Assert.Equal(["t.safetensors", "t.safetensors.training.jsonl"],
            _folder.Files.Where(file => !file.EndsWith(".tmp", StringComparison.Ordinal)));
    }
}
