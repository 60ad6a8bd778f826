namespace Strata.EndToEnd.Tests;

/// <summary>Output that cannot be written is one sentence, and what is there stays.</summary>
public sealed class DiskTests
{
    [Theory]
    [InlineData("train --depth 8 --data digits --epochs 1 --output taken/m.safetensors")]
    [InlineData("compare m.safetensors --data digits --passes 1 --output taken/c")]
    [InlineData("predict m.safetensors --data digits --output taken/p.npy")]
    [InlineData("run s.json --output taken/out")]
    [InlineData("data export digits --split test --images taken/x.npy --labels taken/y.npy")]
    public void A_place_that_cannot_be_written_is_named(string arguments)
    {
        using var folder = new WorkFolder();
        folder.Strata("train", "--depth", "8", "--data", "digits", "--epochs", "1", "--fraction", "1/4", "--batch", "64", "--output",
            "m.safetensors").Expect(0);
        File.WriteAllText(folder["s.json"],
            """
            { "name": "s", "data": { "source": "digits" }, "models": [ { "family": "resnet-cifar", "depth": 8, "width": 1 } ],
              "training": { "epochs": 1 } }
            """);
        // A file where a folder is needed: nobody can write there, root included.
        File.WriteAllText(folder["taken"], "mine");

        RunResult result = folder.Strata(arguments.Split(' ')).Expect(1);

        Assert.Contains("taken", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch 1 of 1", result.Errors, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["taken"]));
    }

    [Theory]
    [InlineData("train --depth 8 --data cifar10:missing --output taken/m.safetensors")]
    [InlineData("compare missing --data digits --output taken/c")]
    [InlineData("predict missing --data digits --output taken/p.npy")]
    [InlineData("predict missing --data digits --output folder")]
    [InlineData("prune missing --data digits --stage 1 --keep 1 --output taken/p.safetensors")]
    [InlineData("data export cifar10:missing --split test --images x.npy --labels taken/y.npy")]
    public void A_place_that_cannot_be_written_is_told_before_anything_is_read(string arguments)
    {
        using var folder = new WorkFolder();
        File.WriteAllText(folder["taken"], "mine");
        Directory.CreateDirectory(folder["folder"]);
        Assert.Matches(@"(taken/[\w.]+: cannot be written|folder: is a folder)", folder.Strata(arguments.Split(' ')).Expect(1).Errors);
    }

    [Fact]
    public void Pictures_that_do_not_all_fit_leave_none()
    {
        using var folder = new WorkFolder();
        Directory.CreateDirectory(folder["disk"]);
        Needs.Machine(OperatingSystem.IsLinux()
            && RunningProcess.Run("/", "mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", folder["disk"]).ExitCode == 0,
            "needs the right to mount a small tmpfs (Linux, root)");
        try
        {
            Assert.Contains("contact-sheet.png: cannot be written",
                folder.Strata("data", "check", "digits", "--output", "disk/pictures").Expect(1).Errors, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(folder["disk"]));
        }
        finally
        {
            RunningProcess.Run("/", "umount", folder["disk"]);
        }
    }

    [Fact]
    public void A_full_disk_is_said_and_the_run_goes_on_once_there_is_room()
    {
        using var folder = new WorkFolder();
        Directory.CreateDirectory(folder["disk"]);
        Needs.Machine(OperatingSystem.IsLinux()
            && RunningProcess.Run("/", "mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", folder["disk"]).ExitCode == 0,
            "needs the right to mount a small tmpfs (Linux, root)");
        try
        {
            string[] train = ["train", "--depth", "14", "--data", "digits", "--epochs", "2", "--fraction", "1/4", "--batch", "64",
                "--output", "disk/m.safetensors"];
            RunResult full = folder.Strata(train).Expect(1);
            Assert.Contains("space", full.Errors, StringComparison.OrdinalIgnoreCase);
            Assert.False(File.Exists(folder["disk/m.safetensors"]));

            Assert.Equal(0, RunningProcess.Run("/", "mount", "-o", "remount,size=20m", folder["disk"]).ExitCode);
            folder.Strata(train).Expect(0);
            Assert.Equal(["m.safetensors", "m.safetensors.training.jsonl"],
                Directory.GetFiles(folder["disk"]).Select(Path.GetFileName).Order());
        }
        finally
        {
            RunningProcess.Run("/", "umount", folder["disk"]);
        }
    }
}
