namespace Strata.Data.Files;

/// <summary>Where the content of a file lies, so that it can be read alone.</summary>
/// <param name="Part">Which of several archives; else 0.</param>
/// <param name="Offset">As in <see cref="ArchiveMember.Offset"/>; 0 in a folder.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct ContentPlace(int Part, long Offset, int Length);
