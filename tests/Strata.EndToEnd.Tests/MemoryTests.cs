using Strata.Checkpoints;
using Strata.Engine;
using Strata.Models.Graph;
using Strata.Runtime;

namespace Strata.EndToEnd.Tests;

/// <summary>What Strata says that work takes, against what processes of it took at most.</summary>
public sealed class MemoryTests : IDisposable
{
    /// <summary>
    /// How many times one of estimate and measurement may be the other: what libtorch and the C library keep back is no part of it, and
    /// differs from processor to processor. Up to 1.3 was measured.
    /// </summary>
    private const double Apart = 2;

    private const int Examples = 512, Record = 3073;

    private readonly WorkFolder _folder = new();

    public static TheoryData<string, int, double, string, int> Networks => new()
    {
        { "resnet-cifar", 14, 2, "", 256 },
        { "resnet-imagenet", 50, 0.5, "--stem small --scale 0.5", 64 },
        { "vit", 4, 192, "--patch 4", 128 },
        { "efficientnet", 16, 1, "--strides small", 64 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Training_takes_the_memory_that_was_foreseen(string family, int depth, double width, string more, int batch)
    {
        Needs.Machine(OperatingSystem.IsLinux(), "needs /proc");
        byte[] records = new byte[Examples * Record];
        new Random(1).NextBytes(records);
        for (int i = 0; i < Examples; i++) records[i * Record] = (byte)(i % 10);
        File.WriteAllBytes(_folder["data_batch_1.bin"], records);
        string[] option = more.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string? record = Environment.GetEnvironmentVariable("STRATA_MEMORY_RECORD");
        foreach (string precision in new[] { "bf16", "fp32" })
        {
            using RunningProcess training = _folder.StartStrata(["train", "--family", family, "--depth", $"{depth}", "--width", $"{width}",
                .. option, "--data", "cifar10:data_batch_1.bin", "--batch", $"{batch}", "--epochs", "1", "--precision", precision,
                "--output", $"{precision}.safetensors"]);
            long peak = training.PeakMemory();
            training.Wait().Expect(0);
            NetworkGraph graph = ModelFile.ReadHeader(_folder[$"{precision}.safetensors"]).Spec.Graph;
            long foreseen = NetworkMemory.Process
                + NetworkMemory.OfTraining(graph, batch, precision == "bf16", moments: 1, evaluated: 0, Threads.Available());
            if (record is not null)
                File.AppendAllText(record,
                    $"| {family} {depth} {width} {more} | {batch} | {precision} | {foreseen / 1e6:0} | {peak / 1e6:0} |\n");
            Assert.True(foreseen < Apart * peak && peak < Apart * foreseen,
                $"{precision}: {foreseen / 1e6:0} MB were foreseen, {peak / 1e6:0} MB taken");
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_it_starts()
    {
        RunResult trained = _folder.Strata("train", "--depth", "1202", "--width", "64", "--data", "digits", "--batch", "1024", "--output",
            "large.safetensors").Expect(2);
        Assert.Matches("training resnet1202-64x with a batch of 1024 takes about [0-9.]+ GiB, but this machine has [0-9.]+ GiB; "
            + "(a batch of [0-9]+|no batch) would fit", trained.Errors);
        Assert.Empty(_folder.Files);

        _folder.Strata("train", "--depth", "8", "--data", "digits", "--epochs", "1", "--output", "small.safetensors").Expect(0);
        // .NET takes this for all the memory that there is.
        KeyValuePair<string, string> little = new("DOTNET_GCHeapHardLimit", "0xC000000");
        foreach (string[] command in new string[][] { ["predict", "small.safetensors", "--data", "digits", "--output", "p.npy"],
            ["compare", "small.safetensors", "--data", "digits", "--output", "comparison"] })
        {
            using RunningProcess process = RunningProcess.Start(_folder[""], Repository.Command, command, [little]);
            Assert.Contains("small.safetensors: a pass over resnet8-1x with a batch of", process.Wait().Expect(2).Errors,
                StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Dispose();
}
