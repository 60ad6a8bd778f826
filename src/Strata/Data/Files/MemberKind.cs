namespace Strata.Data.Files;

/// <summary>What a member of an archive is.</summary>
internal enum MemberKind
{
    File,
    Folder,
    SymbolicLink,
    HardLink,
}
