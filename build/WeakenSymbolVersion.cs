using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies a 64-bit little-endian ELF library and sets the weak flag on one needed symbol version, so that the loader warns instead of
/// refusing where the version is missing. Layout: ELF gABI "Symbol Versioning" (Verneed, Vernaux).
/// </summary>
public class WeakenSymbolVersion : Task
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort Weak = 2;

    public string Source { get; set; }
    public string Destination { get; set; }
    public string SymbolVersion { get; set; }

    public override bool Execute()
    {
        byte[] file = File.ReadAllBytes(Source);
        int found = Weaken(file);
        Directory.CreateDirectory(Path.GetDirectoryName(Destination));
        string temporary = Destination + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(temporary, file);
        // A rename, never a write in place: the destination may be linked into an output folder that a running process has mapped.
        if (File.Exists(Destination)) File.Delete(Destination);
        File.Move(temporary, Destination);
        Log.LogMessage(MessageImportance.Low, $"{Source}: marked {found} need(s) of {SymbolVersion} weak");
        return true;
    }

    private int Weaken(byte[] file)
    {
        if (file.Length < 64 || file[0] != 0x7f || file[1] != 'E' || file[2] != 'L' || file[3] != 'F' || file[4] != 2 || file[5] != 1)
            throw new InvalidDataException($"{Source} is no 64-bit little-endian ELF file");
        long sections = BitConverter.ToInt64(file, 40);
        int size = BitConverter.ToUInt16(file, 58), count = BitConverter.ToUInt16(file, 60), found = 0;
        for (int i = 0; i < count; i++)
        {
            int header = checked((int)(sections + (long)i * size));
            if (BitConverter.ToUInt32(file, header + 4) != VersionNeedSection) continue;
            int strings = checked((int)(sections + (long)BitConverter.ToUInt32(file, header + 40) * size));
            long names = BitConverter.ToInt64(file, strings + 24);
            int need = checked((int)BitConverter.ToInt64(file, header + 24));
            for (int next = -1; next != 0; need += next)
            {
                int entry = need + (int)BitConverter.ToUInt32(file, need + 8);
                for (int more = BitConverter.ToUInt16(file, need + 2); more > 0; more--)
                {
                    if (NameAt(file, checked((int)(names + BitConverter.ToUInt32(file, entry + 8)))) == SymbolVersion)
                    {
                        BitConverter.GetBytes((ushort)(BitConverter.ToUInt16(file, entry + 4) | Weak)).CopyTo(file, entry + 4);
                        found++;
                    }
                    entry += (int)BitConverter.ToUInt32(file, entry + 12);
                }
                next = (int)BitConverter.ToUInt32(file, need + 12);
            }
        }
        return found;
    }

    private static string NameAt(byte[] file, int at)
    {
        int end = Array.IndexOf(file, (byte)0, at);
        return Encoding.ASCII.GetString(file, at, end - at);
    }
}
