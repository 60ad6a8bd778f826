using System.Globalization;

namespace Strata.Data.Files;

/// <summary>
/// Fields of an extended header of POSIX, which take the place of those of the header behind it; only those that matter are kept.
/// </summary>
internal sealed record PaxRecords
{
    public byte[]? Name { get; private set; }

    /// <summary>Of a link.</summary>
    public byte[]? Target { get; private set; }

    /// <summary>Negative where it is no number.</summary>
    public long? Size { get; private set; }

    /// <summary>Whether the member is stored without its holes, in one of GNU's three ways.</summary>
    public bool IsSparse { get; private set; }

    /// <summary>Takes over records of the form <c>LENGTH KEY=VALUE\n</c>; false where they are damaged.</summary>
    public bool Add(ReadOnlySpan<byte> records)
    {
        // Some programs fill up with zeros.
        records = records.TrimEnd((byte)0);
        while (records.Length > 0)
        {
            int space = records.IndexOf((byte)' ');
            if (space < 1 || !int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out int length)) return false;
            if (length <= space + 1 || length > records.Length || records[length - 1] != '\n') return false;
            ReadOnlySpan<byte> record = records[(space + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals < 1) return false;
            Set(record[..equals], record[(equals + 1)..]);
            records = records[length..];
        }
        return true;
    }

    private void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8)) Name = value.ToArray();
        else if (key.SequenceEqual("linkpath"u8)) Target = value.ToArray();
        else if (key.SequenceEqual("size"u8)) Size = Number(value);
        else if (key.StartsWith("GNU.sparse."u8)) IsSparse = true;
    }

    private static long Number(ReadOnlySpan<byte> value)
        => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;
}
