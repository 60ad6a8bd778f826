using System.Diagnostics;

namespace Strata.EndToEnd.Tests;

/// <summary>What users give by mistake: sets without a split, outputs on top of inputs, files of other kinds, pipes.</summary>
public sealed class ForeignInputTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public ForeignInputTests()
    {
        // Records of CIFAR-10: one file is one split.
        byte[] records = new byte[40 * 3073];
        for (int i = 0; i < records.Length; i++) records[i] = (byte)(i % 3073 == 0 ? i / 3073 % 10 : i * 2654435761L >> 7);
        File.WriteAllBytes(_folder["data_batch_1.bin"], records);
        File.WriteAllBytes(_folder["test_batch.bin"], records);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_test_split_train_says_so_and_what_needs_one_refuses_before_work()
    {
        RunResult trained = _folder.Strata("train", "--depth", "8", "--data", "cifar10:data_batch_1.bin", "--epochs", "1", "--batch", "20",
            "--output", "m.safetensors").Expect(0);
        Assert.Contains("no test accuracy, for cifar10 has no test split; train accuracy", trained.Output);
        Assert.Contains("\"testAccuracy\":null", File.ReadAllText(_folder["m.safetensors.training.jsonl"]));
        File.WriteAllText(_folder["s.json"], """
            { "name": "s", "data": { "source": "cifar10:data_batch_1.bin" }, "models": [ { "family": "resnet-cifar", "depth": 8 } ] }
            """);
        foreach (string command in (string[])["predict m.safetensors --data DATA --output p.npy",
            "compare m.safetensors --data DATA --output c",
            "prune m.safetensors --data DATA --stage 0 --keep 0 --output p.safetensors", "run s.json --output o", "run s.json --dry-run"])
        {
            string[] words = command.Replace("DATA", "cifar10:data_batch_1.bin", StringComparison.Ordinal).Split(' ');
            RunResult refused = _folder.Strata(words).Expect(1);
            Assert.Contains("cifar10 has no test split", refused.Errors);
            Assert.DoesNotContain("unforeseen", refused.Errors);
        }
        Assert.DoesNotContain(_folder.Files, file => file.StartsWith('p') || file.StartsWith('o') || file.StartsWith('c'));
        RunResult untrained =
            _folder.Strata("train", "--depth", "8", "--data", "cifar10:test_batch.bin", "--output", "n.safetensors").Expect(2);
        Assert.Equal("data: cifar10 has no training images", untrained.Errors.Trim());
        _folder.Strata("predict", "m.safetensors", "--data", "cifar10:test_batch.bin", "--output", "p.npy").Expect(0);
    }

    [Fact]
    public void Two_outputs_or_an_output_and_an_input_that_are_one_file_are_refused_before_work()
    {
        File.CreateSymbolicLink(_folder["link.npy"], "x.npy");
        string[] export = ["data", "export", "digits", "--split", "test"];
        foreach (string other in (string[])["x.npy", "./x.npy", "../" + Path.GetFileName(Path.GetDirectoryName(_folder["x"])) + "/x.npy",
            "link.npy", _folder["x.npy"]])
        {
            RunResult refused = _folder.Strata([.. export, "--images", "x.npy", "--labels", other]).Expect(2);
            Assert.Contains("--labels: ", refused.Errors);
            Assert.Contains("is the file of --images too", refused.Errors);
        }
        Assert.False(File.Exists(_folder["x.npy"]));
        foreach (string command in (string[])["predict test_batch.bin --data digits --output test_batch.bin",
            "predict m.safetensors --data cifar10:test_batch.bin --output ./test_batch.bin",
            "train --depth 8 --data cifar10:test_batch.bin --output test_batch.bin",
            "data export cifar10:test_batch.bin --split test --images test_batch.bin --labels l.npy",
            "prune test_batch.bin --data digits --stage 0 --keep 0 --output test_batch.bin"])
            Assert.Contains("is the file of", _folder.Strata(command.Split(' ')).Expect(2).Errors);
        Assert.Equal(40 * 3073, new FileInfo(_folder["test_batch.bin"]).Length);
    }

    [Fact]
    public void Foreign_files_and_pipes_are_named_by_every_command_that_opens_one()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "makes a pipe");
        File.WriteAllBytes(_folder["m.pth"], [.. "PK\x03\x04"u8, .. new byte[26], .. "archive/data.pkl"u8, .. new byte[60]]);
        File.WriteAllText(_folder["m.html"], "<!DOCTYPE html><html></html>");
        using (Process made = Process.Start("mkfifo", [_folder["pipe"]])) made.WaitForExit();
        (string File, string Said)[] given =
            [("m.pth", "PyTorch"), ("m.html", "web page"), ("pipe", "is a pipe"), ("/dev/zero", "is a device")];
        foreach ((string file, string said) in given)
        {
            string[] commands = ["predict FILE --data digits --output p.npy", "similarity FILE FILE", "inspect FILE",
                "compare FILE --data digits --output c", "prune FILE --data digits --stage 0 --keep 0 --output p.safetensors",
                "blocks FILE", "errors --a FILE --b FILE --labels FILE --output e", "run FILE --output o"];
            // All commands open files by the same function: for most files two are enough.
            foreach (string command in commands.Take(file is "m.pth" or "pipe" ? commands.Length : 2))
            {
                RunResult refused = _folder.Strata(command.Replace("FILE", file, StringComparison.Ordinal).Split(' ')).Expect(1);
                Assert.Contains($"{file}: ", refused.Errors);
                // What opens models reads PyTorch's files, and says what is wrong with this one.
                bool reads = command.Split(' ')[0] is "predict" or "inspect" or "compare" or "prune";
                Assert.Contains(file == "m.pth" && reads ? "is a damaged or truncated zip archive" : said, refused.Errors);
                Assert.Single(refused.Errors.Trim().Split('\n'));
            }
        }
    }

    [Theory]
    [InlineData("predict m --data digits --output p.npy --precision bf16", "'bf16' is not auto or fp32; predictions are made in fp32")]
    [InlineData("similarity x y --precision bf16", "--precision: 'bf16' is not auto or fp32; values are computed in double precision")]
    [InlineData("errors --a x --b y --labels z --output e --precision bf16", "statistics are computed in double precision")]
    [InlineData("prune m --data digits --stage 0 --keep 0 --output p --precision bf16", "only goes with --finetune")]
    public void A_precision_that_would_change_nothing_is_refused_with_the_reason(string command, string said)
        => Assert.Contains(said, _folder.Strata(command.Split(' ')).Expect(2).Errors);
}
