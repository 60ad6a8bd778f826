using System.Text;
using static System.Globalization.CultureInfo;

namespace Strata.Tests.Data.Files;

/// <summary>A tar archive written field by field, as programs that are no longer around or mean harm write it.</summary>
internal sealed class TarBytes
{
    private readonly List<byte> _bytes = [];

    /// <summary>A header and its content; the size field holds the length of the content unless it is given.</summary>
    public TarBytes Add(string name, byte[] content, char type = '0', string? size = null, string target = "", Action<byte[]>? change =
        null)
        => Add(Encoding.UTF8.GetBytes(name), content, type, size, target, change);

    public TarBytes Add(byte[] name, byte[] content, char type = '0', string? size = null, string target = "", Action<byte[]>? change =
        null)
    {
        byte[] header = new byte[512];
        name.AsSpan(0, Math.Min(100, name.Length)).CopyTo(header);
        string octal = size ?? Convert.ToString(content.Length, 8).PadLeft(11, '0');
        Encoding.ASCII.GetBytes($"0000644\00000000\00000000\0{octal}\000000000000\0        {type}").CopyTo(header, 100);
        Encoding.UTF8.GetBytes(target).CopyTo(header, 157);
        Encoding.ASCII.GetBytes("ustar\000").CopyTo(header, 257);
        change?.Invoke(header);
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes($"{Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0')}\0 ").CopyTo(header, 148);
        _bytes.AddRange(header);
        return Raw(content);
    }

    /// <summary>An extended header of POSIX.</summary>
    public TarBytes Pax(params (string Key, string Value)[] records) => Add("./PaxHeaders/x", PaxContent(records), 'x');

    /// <summary>Content, filled up to a whole block.</summary>
    public TarBytes Raw(byte[] content)
    {
        _bytes.AddRange(content);
        _bytes.AddRange(new byte[(512 - content.Length % 512) % 512]);
        return this;
    }

    public byte[] End() => [.. _bytes, .. new byte[1024]];

    public static byte[] PaxContent(params (string Key, string Value)[] records)
    {
        var content = new StringBuilder();
        foreach ((string key, string value) in records)
        {
            int rest = Encoding.UTF8.GetByteCount($" {key}={value}\n"), length = rest + $"{rest}".Length;
            if ($"{length}".Length > $"{rest}".Length) length++;
            content.Append(InvariantCulture, $"{length} {key}={value}\n");
        }
        return Encoding.UTF8.GetBytes(content.ToString());
    }
}
