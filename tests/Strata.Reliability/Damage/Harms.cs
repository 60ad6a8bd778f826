using Strata.Runtime;

namespace Strata.Reliability.Damage;

/// <summary>All ways to damage a file.</summary>
internal static class Harms
{
    public static IReadOnlyList<Harm> All { get; } =
    [
        new("with a byte flipped", Flip, file => $"printf x | dd of={file} seek=9 bs=1 conv=notrunc"),
        new("cut", Cut, file => $"truncate -s -1 {file}"),
        new("emptied", Empty, file => $": > {file}"),
        new("deleted", Delete, file => $"rm {file}"),
        new("replaced by a folder", ReplaceByFolder, file => $"rm {file} && mkdir {file}"),
        new("replaced by a dangling link", ReplaceByLink, file => $"ln -sf nowhere {file}"),
        new("exchanged with a sibling", Exchange, file => $"# exchange {file} with one of that name in another folder"),
    ];

    private static bool Flip(string folder, string file, RandomSequence random)
        => Change(folder, file, bytes =>
        {
            bytes[random.Next(bytes.Length)] ^= 0x20;
            return bytes;
        });

    private static bool Cut(string folder, string file, RandomSequence random)
        => Change(folder, file, bytes => bytes[..random.Next(bytes.Length)]);

    private static bool Empty(string folder, string file, RandomSequence random)
        => Change(folder, file, _ => []);

    private static bool Delete(string folder, string file, RandomSequence random)
    {
        File.Delete(Path.Combine(folder, file));
        return true;
    }

    private static bool ReplaceByFolder(string folder, string file, RandomSequence random)
    {
        Delete(folder, file, random);
        Directory.CreateDirectory(Path.Combine(folder, file));
        return true;
    }

    private static bool ReplaceByLink(string folder, string file, RandomSequence random)
    {
        Delete(folder, file, random);
        File.CreateSymbolicLink(Path.Combine(folder, file), "nowhere");
        return true;
    }

    /// <summary>With the file of that name in another result of the kind, where that differs.</summary>
    private static bool Exchange(string folder, string file, RandomSequence random)
    {
        string path = Path.Combine(folder, file), kind = Path.GetDirectoryName(Path.GetDirectoryName(path)!)!;
        byte[] own = File.ReadAllBytes(path);
        string? other = Directory.GetDirectories(kind).Order(StringComparer.Ordinal)
            .Select(sibling => Path.Combine(sibling, Path.GetFileName(path)))
            .FirstOrDefault(one => one != path && File.Exists(one) && !File.ReadAllBytes(one).AsSpan().SequenceEqual(own));
        if (other is null) return false;
        File.Copy(other, path, overwrite: true);
        File.WriteAllBytes(other, own);
        return true;
    }

    private static bool Change(string folder, string file, Func<byte[], byte[]> change)
    {
        string path = Path.Combine(folder, file);
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0) return false;
        File.WriteAllBytes(path, change(bytes));
        return true;
    }
}
