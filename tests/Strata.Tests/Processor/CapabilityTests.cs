using Strata.Processor;

namespace Strata.Tests.Processor;

public sealed class CapabilityTests
{
    private static readonly CpuFeatures s_zen5 = new("Zen 5", Intel: false, Avx2: true, Avx512: true, Avx512Vnni: true, Avx512Bf16: true,
        AmxBf16: false);

    [Fact]
    public void What_is_missing_is_named()
    {
        CpuFeatures old = s_zen5 with { Avx512 = false, Avx512Vnni = false, Avx512Bf16 = false };
        Assert.Null(Capability.WinogradConvolutions.ProblemOf(old, null));
        Assert.Equal("needs AVX2", Capability.WinogradConvolutions.ProblemOf(old with { Avx2 = false }, null));
        Assert.Equal("needs AVX-512 VNNI", Capability.ByteTiles.ProblemOf(old, null));
        Assert.Equal("needs AVX-512 bf16", Capability.Bf16Convolutions.ProblemOf(old, null));
        Assert.Null(Capability.Bf16Convolutions.ProblemOf(s_zen5, null));
    }

    /// <summary>Kernels of .NET's vectors need no code of ours.</summary>
    [Fact]
    public void A_system_that_lets_no_code_be_made_has_no_machine_code()
    {
        Assert.Equal("no code", Capability.WinogradConvolutions.ProblemOf(s_zen5, "no code"));
        Assert.NotEqual("no code", Capability.WordTiles.ProblemOf(s_zen5, "no code"));
    }

    /// <summary>They run there, and something else is faster.</summary>
    [Theory]
    [InlineData(true, true, "AMX")]
    [InlineData(true, false, "half the speed")]
    [InlineData(false, false, null)]
    public void Convolutions_in_bf16_are_used_where_they_are_fastest(bool intel, bool amx, string? why)
    {
        string? problem = Capability.Bf16Convolutions.ProblemOf(s_zen5 with { Intel = intel, AmxBf16 = amx }, null);
        if (why is null) Assert.Null(problem);
        else Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    /// <summary>Only what was measured displaces libtorch's.</summary>
    [Fact]
    public void Weight_gradients_in_fp32_are_used_where_there_is_no_AVX_512()
    {
        Assert.NotNull(Capability.WinogradWeightGradients.ProblemOf(s_zen5, null));
        Assert.Null(Capability.WinogradWeightGradients.ProblemOf(s_zen5 with { Avx512 = false }, null));
    }

    [Fact]
    public void Every_kind_has_a_name_of_its_own_and_says_what_it_needs()
    {
        Assert.Distinct(Capability.All.Select(capability => capability.Kernel));
        Assert.All(Capability.All, capability => Assert.NotEqual("", capability.Needs));
        Assert.All(Capability.All.Where(capability => capability.Problem is null), capability => Assert.True(capability.CanRun));
    }
}
