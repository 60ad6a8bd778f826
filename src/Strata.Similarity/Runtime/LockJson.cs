using System.Text.Json.Serialization;

namespace Strata.Runtime;

/// <summary>Who holds a lock, as JSON without reflection.</summary>
[JsonSerializable(typeof(LockHolder))]
internal sealed partial class LockJson : JsonSerializerContext;
