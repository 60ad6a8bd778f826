namespace Strata.Data.Files;

/// <summary>A member of an archive, as its header describes it.</summary>
/// <param name="Name">As it stands there.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where its content begins in the unpacked archive, or which member of a zip archive it is.</param>
/// <param name="Length">Bytes of its content.</param>
/// <param name="Target">Of a link: from the folder it lies in if symbolic, else from the top of the archive.</param>
/// <param name="Problem">Why it cannot be used, or null.</param>
internal sealed record ArchiveMember(string Name, MemberKind Kind, long Offset, long Length, string? Target, string? Problem);
