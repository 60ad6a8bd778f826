namespace Strata.Reliability.Environments;

/// <summary>Circumstances in which a command finds itself.</summary>
/// <param name="Name">As in "in the locale tr_TR".</param>
/// <param name="Script">A line of bash around <see cref="Command"/>.</param>
internal sealed record Surroundings(string Name, string Script = Surroundings.Command)
{
    /// <summary>Stands for the command in the line.</summary>
    public const string Command = "COMMAND";

    /// <summary>Whether a command may fail here, with a sentence, because something that it needs is missing.</summary>
    public bool MayFail { get; init; }

    /// <summary>The name of the working folder.</summary>
    public string Folder { get; init; } = "work";

    /// <summary>A program without which this is skipped.</summary>
    public string? Needs { get; init; }

    /// <summary>Errors go to a terminal, whose control characters are no fault.</summary>
    public bool Terminal { get; init; }

    /// <summary>Nobody can hear why a command fails.</summary>
    public bool Mute { get; init; }

    public string Line(string command) => Script.Replace(Command, command, StringComparison.Ordinal);
}
