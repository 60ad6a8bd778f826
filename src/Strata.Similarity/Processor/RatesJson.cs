using System.Text.Json.Serialization;

namespace Strata.Processor;

/// <summary>What was measured, as JSON without reflection.</summary>
[JsonSerializable(typeof(ProcessorRates[]))]
internal sealed partial class RatesJson : JsonSerializerContext;
