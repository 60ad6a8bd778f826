using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Settings;

namespace Strata.Studies.Format;

/// <summary>A name that folders and files get: letters and digits of any script, nothing that a system reads another way.</summary>
internal sealed class NameForm : Form<string>
{
    /// <summary>Characters, and bytes in UTF-8: a file's name may take 255, and others are put around this one.</summary>
    private const int Longest = 80, MostBytes = 200;

    public override string Values
        => $"a name of letters and digits of any script, dots, dashes and underscores, {Longest} at most";

    /// <summary>Devices of Windows, whatever follows a dot.</summary>
    private static readonly string[] s_devices =
        ["con", "prn", "aux", "nul", .. Enumerable.Range(1, 9).SelectMany(port => new[] { $"com{port}", $"lpt{port}" })];

    public override string? Read(Given given, string path, Problems problems)
    {
        // A word that is typed is text where text is asked for, also if it reads as a number.
        if (given.Kind != JsonValueKind.String && !(given.MayBeWord && given.Kind == JsonValueKind.Number))
            problems.Add(given, path, $"{given.Shown} is not a string");
        else if (Problem(given.Text) is { } wrong) problems.Add(given, path, $"{given.Shown} {wrong}");
        return given.Text;
    }

    public override JsonNode Write(string value) => value;

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["pattern"] = $@"^[\p{{L}}\p{{Nd}}][\p{{L}}\p{{M}}\p{{Nd}}._-]{{0,{Longest - 1}}}$",
    };

    public override string? Problem(string name)
    {
        Rune[] runes = [.. name.EnumerateRunes()];
        int bytes = Encoding.UTF8.GetByteCount(name);
        return runes.Length is 0 or > Longest || !NameCharacters.IsLetterOrDigit(runes[0]) || !runes.All(NameCharacters.Holds)
            ? $"is not {Values}"
            : bytes > MostBytes ? $"takes {bytes} bytes in UTF-8, and a name may take {MostBytes}"
            : name.EndsWith('.') ? "ends with a dot, which Windows leaves out of a file's name"
            : s_devices.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase) ? "is the name of a device on Windows"
            : null;
    }
}
