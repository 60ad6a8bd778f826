using System.Runtime.Intrinsics.X86;
using Strata.Processor;

namespace Strata.Tests.Processor;

public class CpuFeaturesTests
{
    /// <summary>Which convolutions train in bf16: ours, libtorch's by tiles, or none where both would be slower than fp32.</summary>
    [Theory]
    [InlineData("Zen 4", false, true, false, true, true)]
    [InlineData("Sapphire Rapids", true, true, true, false, true)]
    [InlineData("Sapphire Rapids, tiles hidden by the system", true, true, false, false, false)]
    [InlineData("another with tiles", false, true, true, false, true)]
    [InlineData("Skylake", true, false, false, false, false)]
    public void The_maker_and_the_instructions_decide(string model, bool intel, bool bf16, bool amx, bool ours, bool fast)
    {
        var features = new CpuFeatures(model, intel, true, true, true, bf16, amx);
        Assert.Equal((ours, fast), (features.HasFastBf16Pairs, features.HasFastBf16));
    }

    [Fact]
    public void What_is_detected_is_what_Linux_says()
    {
        Needs.Machine(MachineCode.Problem is null, "64-bit x86 Linux only");
        string[] lines = File.ReadAllLines("/proc/cpuinfo");
        string Line(string field) => lines.First(line => line.StartsWith(field, StringComparison.Ordinal)).Split(':')[1].Trim();
        string[] flags = Line("flags").Split(' ');
        CpuFeatures found = CpuFeatures.Detect();
        Assert.Equal(
            (Line("vendor_id") == "GenuineIntel", flags.Contains("amx_bf16"), flags.Contains("avx512_bf16") && Avx512F.IsSupported),
            (found.Intel, found.AmxBf16, found.Avx512Bf16));
    }
}
