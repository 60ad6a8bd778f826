using Strata.Processor;

namespace Strata.Tests.Processor;

public sealed class ProcessorRatesTests
{
    private static ProcessorRates Row(params KernelRate[] kernels) => new("class", "here", kernels);

    [Theory]
    [InlineData(1, true)]
    [InlineData(22, true)] // nearer to 16 than to 64, since numbers of channels double
    [InlineData(40, false)]
    [InlineData(4096, false)]
    public void The_nearest_number_of_channels_decides(int channels, bool strata)
        => Assert.Equal(strata, Row(new(KernelKind.ForwardBf16, 16, 200, 100), new(KernelKind.ForwardBf16, 64, 100, 200))
            .PrefersStrata(KernelKind.ForwardBf16, channels));

    /// <summary>What two measurements of the same differ by changes nothing.</summary>
    [Theory]
    [InlineData(96.0, true)]
    [InlineData(94.0, false)]
    [InlineData(null, false)]
    public void Ours_are_taken_where_they_are_as_fast(double? ours, bool strata)
        => Assert.Equal(strata, Row(new KernelRate(KernelKind.ForwardFp32, 16, ours, 100)).PrefersStrata(KernelKind.ForwardFp32, 16));

    [Fact]
    public void What_was_not_measured_is_left_to_the_features()
        => Assert.Null(Row(new KernelRate(KernelKind.ForwardFp32, 16, 100, 100)).PrefersStrata(KernelKind.ForwardBf16, 16));

    /// <summary>bf16 wins forward and loses more in the gradient: the sum of times counts, each in its faster way.</summary>
    [Theory]
    [InlineData(40, false)]
    [InlineData(90, true)]
    public void The_faster_training_is_that_of_the_smaller_sum_of_times(double gradient, bool bf16)
        => Assert.Equal(bf16, Row(
            new(KernelKind.ForwardBf16, 16, 200, 10), new(KernelKind.ForwardFp32, 16, null, 100),
            new(KernelKind.WeightGradientBf16, 16, 1, gradient), new(KernelKind.WeightGradientFp32, 16, null, 100),
            // Not measured in bf16: tells nothing.
            new(KernelKind.InputGradientFp32, 16, null, 1)).TrainsFasterInBf16);

    [Fact]
    public void A_printed_row_is_read_as_it_was()
    {
        ProcessorRates row = Row(new(KernelKind.ForwardBf16, 16, 200.5, 100), new(KernelKind.WeightGradientFp32, 64, null, 7));
        ProcessorRates read = ProcessorRates.Read($"[{row.Row()}]").Single();
        Assert.Equal((row.Class, row.Measured), (read.Class, read.Measured));
        Assert.Equal(row.Kernels, read.Kernels);
    }

    [Fact]
    public void What_was_measured_on_the_class_decides_before_the_features_do()
    {
        var cpu = new CpuFeatures("", Intel: true, Avx2: true, Avx512: true, Avx512Vnni: true, Avx512Bf16: true, AmxBf16: true, Family: 6);
        ProcessorClass known = ProcessorClass.Of(cpu)!;
        ProcessorClass Measured(double ours) => known with { Rates = Row(new KernelRate(KernelKind.ForwardBf16, 16, ours, 100)) };
        Assert.Null(KernelChoice.Problem(KernelKind.ForwardBf16, 16, cpu, Measured(120), null));
        Assert.Contains("libtorch is faster", KernelChoice.Problem(KernelKind.ForwardBf16, 16, cpu, Measured(20), null)!,
            StringComparison.Ordinal);
        Assert.Contains("AMX", KernelChoice.Problem(KernelKind.ForwardBf16, 16, cpu, known with { Rates = null }, null)!,
            StringComparison.Ordinal);
        Assert.Equal("no code", KernelChoice.Problem(KernelKind.ForwardBf16, 16, cpu, Measured(120), "no code"));
        // Ours was not measured.
        ProcessorClass half = known with { Rates = Row(new KernelRate(KernelKind.WeightGradientFp32, 16, null, 100)) };
        Assert.NotNull(KernelChoice.Problem(KernelKind.WeightGradientFp32, 16, cpu, half, null));
    }
}
