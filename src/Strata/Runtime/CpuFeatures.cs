using System.Runtime.Intrinsics.X86;

namespace Strata.Runtime;

/// <summary>What the processor can do that decides speed here.</summary>
/// <param name="Model">As the processor names itself, or its architecture where it does not.</param>
public sealed record CpuFeatures(string Model, bool Avx2, bool Avx512, bool Avx512Vnni, bool Avx512Bf16, bool AmxBf16)
{
    private static readonly Lazy<CpuFeatures> s_detected = new(Read);

    /// <summary>Whether bf16 convolutions are faster than fp32: only instructions for it make them so.</summary>
    public bool HasFastBf16 => Avx512Bf16 || AmxBf16;

    public static CpuFeatures Detect() => s_detected.Value;

    private static CpuFeatures Read()
    {
        // .NET exposes neither bf16 nor 512-bit VNNI intrinsics; leaf 7 of CPUID does (Intel SDM vol. 2A, CPUID).
        bool vnni = false, bf16 = false, amx = false;
        if (X86Base.IsSupported)
        {
            (int leaves, _, _, _) = X86Base.CpuId(0, 0);
            if (leaves >= 7)
            {
                (_, _, int ecx, int edx) = X86Base.CpuId(7, 0);
                (int eax, _, _, _) = X86Base.CpuId(7, 1);
                vnni = (ecx & (1 << 11)) != 0 && Avx512F.IsSupported;
                amx = (edx & (1 << 22)) != 0;
                bf16 = (eax & (1 << 5)) != 0 && Avx512F.IsSupported;
            }
        }
        return new(ReadModel(), System.Runtime.Intrinsics.X86.Avx2.IsSupported, Avx512F.IsSupported, vnni, bf16, amx);
    }

    private static string ReadModel()
    {
        const string info = "/proc/cpuinfo";
        string? line = File.Exists(info) ? File.ReadLines(info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
