using System.IO.Compression;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

/// <summary>The same members as a folder and as archives, which have to be the same set, or no set for the same reason.</summary>
internal static class SetForms
{
    public static readonly string[] Names = ["set", "set.tar", "set.tar.gz", "set.zip"];

    public static void Write(TemporaryFolder folder, IReadOnlyList<(string Name, byte[]? Content)> members)
    {
        if (Directory.Exists(folder["set"])) Directory.Delete(folder["set"], recursive: true);
        Directory.CreateDirectory(folder["set"]);
        Pictures.Folder(folder["set"], members);
        Pictures.Tar(folder["set.tar"], gzip: false, members);
        Pictures.Tar(folder["set.tar.gz"], gzip: true, members.Reverse());
        using var zip = new ZipArchive(File.Create(folder["set.zip"]), ZipArchiveMode.Create);
        foreach ((string name, byte[]? content) in members)
        {
            using Stream stream = zip.CreateEntry(content is null ? name + "/" : name).Open();
            stream.Write(content);
        }
    }

    /// <summary>What reading each form comes to: the set and its notes, or the problem and where it lies in the set.</summary>
    public static string[] Read(TemporaryFolder folder)
        => [.. Names.Select(name =>
        {
            string path = folder[name];
            try
            {
                ImageSet set = ImageSets.Load($"imagefolder:{path}", new() { Fresh = true });
                return $"{set.Hash} {string.Join(',', set.Classes)} {set.Train.Count}+{set.Test.Count} {string.Join(" | ", set.Notes)}";
            }
            catch (InvalidFileException refused)
            {
                string where = refused.Path[path.Length..].TrimStart('!', '/').Replace('\\', '/');
                return $"{where}: {refused.Problem.Replace(path, "PATH", StringComparison.Ordinal)}";
            }
        })];
}
