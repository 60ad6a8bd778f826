namespace Strata.Data.Files;

/// <summary>Archives that can be read.</summary>
internal enum ArchiveFormat
{
    Tar,
    GzippedTar,
    Zip,
}
