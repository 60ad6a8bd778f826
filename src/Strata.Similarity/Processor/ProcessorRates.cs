using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Strata.Processor;

/// <summary>
/// What was measured once on a processor of a class: a row of rates.json, as <c>bench rates</c> prints it. Which way computes what follows
/// from these numbers and never from a timing at run time, so that the same processor gives the same bits every day.
/// </summary>
/// <param name="Class">Name of the <see cref="ProcessorClass"/>.</param>
/// <param name="Measured">On which processor, with which libtorch.</param>
/// <param name="Kernels">Every kind at several numbers of channels.</param>
public sealed record ProcessorRates(string Class, string Measured, IReadOnlyList<KernelRate> Kernels)
{
    /// <summary>Ours are taken where they are at least so fast beside libtorch's: one measurement differs from the next by less.</summary>
    private const double AsFast = 0.95;

    private const int SingleBehindHalf = KernelKind.ForwardFp32 - KernelKind.ForwardBf16;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<KernelKind>(JsonNamingPolicy.CamelCase) },
        TypeInfoResolver = RatesJson.Default,
    };

    /// <summary>All rows.</summary>
    public static IReadOnlyList<ProcessorRates> Table { get; } = Read();

    /// <summary>
    /// Whether our machine code is as fast as libtorch for so many channels, going by the number of channels measured that is nearest; null
    /// where the kind was not measured.
    /// </summary>
    public bool? PrefersStrata(KernelKind kind, int channels)
        => Kernels.Where(rate => rate.Kind == kind).MinBy(rate => Math.Abs(Math.Log2((double)rate.Channels / channels))) is { } nearest
            ? nearest.Strata >= AsFast * nearest.Libtorch : null;

    /// <summary>
    /// Whether a training's convolutions take less time in bf16: forward pass and both gradients, as far as they were measured in both
    /// formats, each in its faster way.
    /// </summary>
    public bool TrainsFasterInBf16
    {
        get
        {
            var both = from half in Kernels
                       join single in Kernels on (half.Kind + SingleBehindHalf, half.Channels) equals (single.Kind, single.Channels)
                       select (Half: 1 / half.Best, Single: 1 / single.Best);
            return both.Sum(time => time.Half) < both.Sum(time => time.Single);
        }
    }

    /// <summary>This row as text, one line a kernel, to be put into rates.json.</summary>
    public string Row() => $"  {{\n    \"class\": {Text(Class)},\n    \"measured\": {Text(Measured)},\n    \"kernels\": [\n      "
        + string.Join(",\n      ", Kernels.Select(Text)) + "\n    ]\n  }";

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, TypeOf<T>());

    internal static ProcessorRates[] Read(string table) => JsonSerializer.Deserialize(table, TypeOf<ProcessorRates[]>())!;

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)s_json.GetTypeInfo(typeof(T));

    private static ProcessorRates[] Read()
    {
        using Stream table = typeof(ProcessorRates).Assembly.GetManifestResourceStream("Strata.Processor.rates.json")!;
        using var text = new StreamReader(table);
        return Read(text.ReadToEnd());
    }
}
