using System.Text.Json.Serialization;

namespace Strata.Checkpoints;

/// <summary>Manifests as JSON without reflection.</summary>
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
