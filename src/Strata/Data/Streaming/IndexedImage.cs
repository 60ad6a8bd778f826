using Strata.Data.Files;

namespace Strata.Data.Streaming;

/// <summary>An image of a streamed set.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Label">Its class.</param>
/// <param name="Place">Where its content lies.</param>
/// <param name="Height">In pixels, as it is stored.</param>
/// <param name="Width">In pixels, as it is stored.</param>
/// <param name="Fingerprint">The start of a SHA-256 over its size and pixels.</param>
internal sealed record IndexedImage(string Name, int Label, ContentPlace Place, int Height, int Width, UInt128 Fingerprint);
