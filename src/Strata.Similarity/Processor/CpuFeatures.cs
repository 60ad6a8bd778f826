using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Strata.Processor;

/// <summary>What the processor can do that decides speed here.</summary>
/// <param name="Model">As the processor names itself, or its architecture where it does not, with family and model where they are
/// known.</param>
/// <param name="Intel">Whether Intel made it: other makers' same instructions take other times.</param>
/// <param name="AmxBf16">Tiles of bf16, where the system lets programs use them.</param>
/// <param name="Family">As the processor numbers it, such as 26; 0 where it does not.</param>
public sealed record CpuFeatures(
    string Model, bool Intel, bool Avx2, bool Avx512, bool Avx512Vnni, bool Avx512Bf16, bool AmxBf16, int Family = 0)
{
    private static readonly Lazy<CpuFeatures> s_detected = new(Read);

    /// <summary>
    /// Whether the processor, as virtual machines show it, does not tell how large its caches are (Intel: CPUID leaf 4; AMD: leaf
    /// 8000001Dh). oneDNN, of which libtorch's convolutions are made, then divides its work by sizes of 0: some shapes give wrong numbers,
    /// others end the process.
    /// </summary>
    public static bool HidesCaches { get; } = ReadHidesCaches();

    private static bool ReadHidesCaches()
    {
        if (!X86Base.IsSupported) return false;
        const int Genu = 0x756E6547, TopologyExtensions = 1 << 22;
        (_, int maker, _, _) = X86Base.CpuId(0, 0);
        int leaf = maker == Genu ? 4 : unchecked((int)0x8000001D);
        if (maker != Genu)
        {
            (_, _, int features, _) = X86Base.CpuId(unchecked((int)0x80000001), 0);
            if ((features & TopologyExtensions) == 0) return true;
        }
        (int type, _, _, _) = X86Base.CpuId(leaf, 0);
        return (type & 31) == 0;
    }

    /// <summary>
    /// Whether bf16 convolutions are faster than fp32, as was measured on a processor of this class, or else by its features: only
    /// instructions for bf16 make them so.
    /// </summary>
    public bool HasFastBf16 => (Avx512Bf16 || AmxBf16)
        && (ProcessorClass.Of(this)?.Rates?.TrainsFasterInBf16 ?? HasFastBf16Pairs || AmxBf16);

    /// <summary>
    /// Whether convolutions made of <c>vdpbf16ps</c> are the fastest in bf16. AMD's processors multiply by it twice as fast as in fp32,
    /// Intel's half as fast; and tiles, which libtorch uses, are faster than either.
    /// </summary>
    public bool HasFastBf16Pairs => Avx512Bf16 && !AmxBf16 && !Intel;

    public static CpuFeatures Detect() => s_detected.Value;

    private static CpuFeatures Read()
    {
        // .NET exposes neither bf16 nor 512-bit VNNI intrinsics; leaf 7 of CPUID does (Intel SDM vol. 2A, CPUID).
        const int Genu = 0x756E6547, TileData = 18;
        bool intel = false, vnni = false, bf16 = false, amx = false;
        if (X86Base.IsSupported)
        {
            (int leaves, int maker, _, _) = X86Base.CpuId(0, 0);
            intel = maker == Genu;
            if (leaves >= 13)
            {
                (_, _, int ecx, int edx) = X86Base.CpuId(7, 0);
                (int eax, _, _, _) = X86Base.CpuId(7, 1);
                vnni = (ecx & (1 << 11)) != 0 && Avx512F.IsSupported;
                // Leaf 13: where tiles would lie among the saved registers, and how long what the system saves is (SDM vol. 1, 13.2).
                (int tiles, int place, _, _) = X86Base.CpuId(13, TileData);
                (_, int saved, _, _) = X86Base.CpuId(13, 0);
                amx = (edx & (1 << 22)) != 0 && tiles > 0 && saved >= place + tiles;
                bf16 = (eax & (1 << 5)) != 0 && Avx512F.IsSupported;
            }
        }
        return new(ReadModel(), intel, System.Runtime.Intrinsics.X86.Avx2.IsSupported, Avx512F.IsSupported, vnni, bf16, amx,
            Signature().Family);
    }

    /// <summary>
    /// Virtual machines often give a marketing name that generations share, so the family and model that tell them apart follow it.
    /// </summary>
    private static string ReadModel()
    {
        const string info = "/proc/cpuinfo";
        string? line = File.Exists(info) ? File.ReadLines(info)
            .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        string name = line is not null ? line[(line.IndexOf(':') + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return Signature() is var (family, model) && family > 0 ? $"{name} family {family} model {model}" : name;
    }

    /// <summary>Zeros where the processor does not say.</summary>
    private static (int Family, int Model) Signature()
    {
        if (!X86Base.IsSupported) return default;
        // Intel SDM vol. 2A, CPUID leaf 1: extended fields count where the basic family is 15 (and, for the model, 6).
        (int signature, _, _, _) = X86Base.CpuId(1, 0);
        int family = signature >> 8 & 15, model = signature >> 4 & 15;
        if (family is 6 or 15) model += (signature >> 16 & 15) << 4;
        if (family == 15) family += signature >> 20 & 255;
        return (family, model);
    }
}
