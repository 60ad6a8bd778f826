using Strata.Data;
using Strata.Engine;
using Strata.Models;
using Strata.Models.Families;
using Strata.Processor;
using Strata.Runtime;
using Strata.Tests.Data;
using Strata.Tests.Models.Families;
using Strata.Training;

namespace Strata.Tests.Engine;

/// <summary>Sizes of buffers; MemoryTests of the command hold them against what processes take.</summary>
public sealed class NetworkMemoryTests
{
    public static TheoryData<string> Families => SmallNetworks.Names;

    [Theory]
    [MemberData(nameof(Families))]
    public void More_images_numbers_of_more_bytes_and_more_moments_take_more(string family)
    {
        ModelSpec spec = SmallNetworks.Of(family);
        long Step(int batch, bool bf16 = true, int moments = 1, int evaluated = 0)
            => NetworkMemory.OfTraining(spec.Graph, batch, bf16, moments, evaluated, threads: 2);
        Assert.True(Step(8) < Step(16));
        Assert.True(Step(64) < Step(64, bf16: false));
        Assert.Equal(sizeof(float) * spec.ParameterCount, Step(8, moments: 2) - Step(8));
        Assert.True(Step(8) < Step(8, evaluated: 10_000));
        Assert.True(NetworkMemory.OfPass(spec.Graph, 8) < NetworkMemory.OfPass(spec.Graph, 16));
        // Nothing waits for a backward pass.
        Assert.True(NetworkMemory.OfPass(spec.Graph, 8) < Step(8, bf16: false));
    }

    /// <summary>A pass holds no more however deep a network is; a step holds every block's outputs.</summary>
    [Fact]
    public void Depth_costs_a_step_and_not_a_pass()
    {
        ModelSpec shallow = ResNetCifar.Create(14, 1, 10, 3, 32), deep = ResNetCifar.Create(110, 1, 10, 3, 32);
        long Buffers(Func<ModelSpec, int, long> bytes, ModelSpec spec) => bytes(spec, 20_000) - bytes(spec, 10_000);
        long Pass(ModelSpec spec, int batch) => NetworkMemory.OfPass(spec.Graph, batch);
        long Step(ModelSpec spec, int batch) => NetworkMemory.OfTraining(spec.Graph, batch, bf16: false, moments: 1, evaluated: 0,
            threads: 2);
        Assert.Equal(Buffers(Pass, shallow), Buffers(Pass, deep));
        Assert.True(Buffers(Step, deep) > 6 * Buffers(Step, shallow));
    }

    /// <summary>Image, stem, and what one block has at a time: its input, kept by the shortcut, and the outputs of two layers.</summary>
    [Fact]
    public void A_pass_of_a_residual_network_holds_three_outputs_of_a_block_and_the_images()
    {
        Needs.Machine(Capability.WinogradConvolutions.CanRun, "libtorch's convolutions take memory of their own");
        ModelSpec spec = ResNetCifar.Create(20, 1, 10, 3, 32);
        const int Stage = 16 * 32 * 32, Images = 3 * 32 * 32;
        long each = (NetworkMemory.OfPass(spec.Graph, 30_000) - NetworkMemory.OfPass(spec.Graph, 20_000)) / 10_000 / sizeof(float);
        Assert.InRange(each, 3 * Stage + Images, 4 * Stage + Images);
    }

    /// <summary>64 filters of the last stage: [3, 3, 64, 64] a thread in bf16, Winograd's [4, 4, 64, 64] in fp32.</summary>
    [Theory]
    [InlineData(true, 9)]
    [InlineData(false, 16)]
    public void Every_thread_sums_weight_gradients_in_memory_of_its_own(bool bf16, int taps)
    {
        Needs.Machine(KernelChoice.Problem(bf16 ? KernelKind.WeightGradientBf16 : KernelKind.WeightGradientFp32, 64) is null,
            "libtorch sums them here");
        ModelSpec spec = ResNetCifar.Create(20, 1, 10, 3, 32);
        long Bytes(int threads) => NetworkMemory.OfTraining(spec.Graph, 64, bf16, moments: 1, evaluated: 0, threads);
        Assert.Equal(sizeof(float) * taps * 64 * 64, Bytes(3) - Bytes(2));
    }

    /// <summary>Convolutions of 1×1 are libtorch's in fp32, and hold more weights than those of 3×3.</summary>
    [Fact]
    public void What_libtorch_sums_takes_nothing_of_every_thread()
    {
        var bottlenecks = ModelSpec.Create("resnet-imagenet", FamilyValues.Of(50).With("varies", "published"), new(3, 64), 10);
        long Bytes(int threads) => NetworkMemory.OfTraining(bottlenecks.Graph, 64, bf16: false, moments: 1, evaluated: 0, threads);
        Assert.InRange(Bytes(3) - Bytes(2), 0, sizeof(float) * 16 * 512 * 512);
    }

    [Fact]
    public void A_training_that_memory_cannot_hold_is_refused_with_a_batch_that_it_can_hold()
    {
        ImageSet data = RandomSets.Make(8, 4, 3, 32, 32);
        ModelSpec spec = ResNetCifar.Create(20, 1, data.Classes.Count, 3, 32);
        long Bytes(int batch) => TrainingMemory.Bytes(spec, data, new TrainingOptions { Batch = batch, Precision = Precision.Fp32 },
            threads: 2);
        string? problem = MachineMemory.Problem($"training {spec.Name}", 4096, Bytes, Bytes(512));
        Assert.Contains("training resnet20-1x with a batch of 4096 takes about", problem, StringComparison.Ordinal);
        Assert.Contains("a batch of 512 would fit", problem, StringComparison.Ordinal);
    }

    /// <summary>Among all that is wrong, before anything is made.</summary>
    [Fact]
    public void A_recipe_says_so_beside_its_other_problems()
    {
        ImageSet data = RandomSets.Make(8, 4, 3, 32, 32);
        ModelSpec spec = ResNetCifar.Create(1202, 64, data.Classes.Count, 3, 32);
        InvalidOptionsException wrong = Assert.Throws<InvalidOptionsException>(()
            => Recipe.Settle(spec, data, new TrainingOptions { Batch = 65_536 }));
        Assert.Contains(wrong.Problems, problem => problem.StartsWith("batch: training resnet1202-64x", StringComparison.Ordinal)
            && problem.Contains("would fit", StringComparison.Ordinal));
        Assert.Contains(wrong.Problems, problem => problem.Contains("larger than the", StringComparison.Ordinal));
    }
}
