namespace Strata.Processor;

/// <summary>Processors that compute alike. One of no class is served by its features.</summary>
public sealed record ProcessorClass
{
    private readonly Func<CpuFeatures, bool> _holds;

    private ProcessorClass(string name, Func<CpuFeatures, bool> holds)
        => (Name, _holds, Rates) = (name, holds, ProcessorRates.Table.FirstOrDefault(row => row.Class == name));

    /// <summary>Known ones; a processor is of the first that holds it.</summary>
    public static IReadOnlyList<ProcessorClass> All { get; } =
    [
        new("AMD Zen 4", cpu => cpu is { Intel: false, Family: 25, Avx512Bf16: true }),
        new("AMD Zen 5", cpu => cpu is { Intel: false, Family: 26, Avx512Bf16: true }),
        new("Intel with AMX", cpu => cpu is { Intel: true, AmxBf16: true }), // Sapphire, Emerald and Granite Rapids
        new("Intel with AVX-512, without bf16", cpu => cpu is { Intel: true, Avx512: true, Avx512Bf16: false }),
        new("AVX2 only", cpu => cpu is { Avx2: true, Avx512: false }),
    ];

    public string Name { get; }

    /// <summary>What was measured on a processor of this class; null: nothing yet.</summary>
    public ProcessorRates? Rates { get; init; }

    /// <summary>Null where no class is known.</summary>
    public static ProcessorClass? Of(CpuFeatures cpu) => All.FirstOrDefault(known => known._holds(cpu));
}
