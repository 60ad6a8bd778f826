using Strata.Runtime;

namespace Strata.Reliability.Damage;

/// <summary>A way to damage a file of a study.</summary>
/// <param name="Name">As in "cka.npy emptied".</param>
/// <param name="Do">Does it to a path below a folder; false where it cannot be done.</param>
/// <param name="Script">About the same for a shell.</param>
internal sealed record Harm(string Name, Func<string, string, RandomSequence, bool> Do, Func<string, string> Script);
