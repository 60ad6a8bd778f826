using Strata.Processor;

namespace Strata.Tests.Processor;

public sealed class ProcessorClassTests
{
    private static readonly CpuFeatures s_all = new("", Intel: false, Avx2: true, Avx512: true, Avx512Vnni: true, Avx512Bf16: true,
        AmxBf16: false, Family: 26);

    private static readonly CpuFeatures s_old = s_all with { Avx512 = false, Avx512Vnni = false, Avx512Bf16 = false };

    public static TheoryData<string?, CpuFeatures> Processors => new()
    {
        { "AMD Zen 5", s_all },
        { "AMD Zen 4", s_all with { Family = 25 } },
        { "Intel with AMX", s_all with { Intel = true, AmxBf16 = true, Family = 6 } },
        { "Intel with AVX-512, without bf16", s_all with { Intel = true, Avx512Bf16 = false, Family = 6 } },
        { "AVX2 only", s_old },
        { "AVX2 only", s_old with { Family = 25 } }, // Zen 3
        { null, s_all with { Family = 27 } },
        { null, s_all with { Intel = true, Family = 6 } }, // tiles hidden by the system
        { null, s_old with { Avx2 = false } },
    };

    [Theory]
    [MemberData(nameof(Processors))]
    public void Family_and_features_tell_the_class(string? name, CpuFeatures cpu) => Assert.Equal(name, ProcessorClass.Of(cpu)?.Name);

    [Fact]
    public void Every_row_of_the_table_is_of_a_class_and_says_where_it_was_measured()
    {
        Assert.NotEmpty(ProcessorRates.Table);
        Assert.Distinct(ProcessorRates.Table.Select(row => row.Class));
        Assert.All(ProcessorRates.Table, row =>
        {
            Assert.Contains(row.Class, ProcessorClass.All.Select(known => known.Name));
            Assert.NotEqual("", row.Measured);
            Assert.Distinct(row.Kernels.Select(rate => (rate.Kind, rate.Channels)));
            Assert.All(row.Kernels, rate => Assert.True(rate is { Channels: > 0, Libtorch: > 0 } and not { Strata: <= 0 }, $"{rate}"));
        });
    }
}
