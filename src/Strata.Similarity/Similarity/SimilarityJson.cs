using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strata.Similarity;

/// <summary>What manifests say of a comparison, as JSON without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(UndefinedLayer[]))]
internal sealed partial class SimilarityJson : JsonSerializerContext;
