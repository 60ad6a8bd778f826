namespace Strata.Reliability.Mutations;

/// <summary>A format, by a sound file of it and the commands that read it.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Needs">Files and folders of the samples that are copied into the working folder, globs included.</param>
/// <param name="Files">The ones that are damaged, one at a time: paths below the working folder, globs included.</param>
/// <param name="Mutators">Ways to damage one.</param>
/// <param name="Commands">What reads it, without <c>strata</c>; one is drawn for each trial.</param>
internal sealed record Subject(string Name, string[] Needs, string[] Files, IReadOnlyList<Mutator> Mutators, params string[] Commands)
{
    /// <summary>How a command may fail: 2 only for what a person writes.</summary>
    public int[] Failures { get; init; } = [1];

    /// <summary>What a message may call the file beside its own name.</summary>
    public string[] AlsoNamed { get; init; } = [];

    /// <summary>The file carries a checksum: a command that succeeds over damage says so.</summary>
    public bool Checked { get; init; }

    /// <summary>The file can be made again: whatever happens to it, a command succeeds and says what it said of the sound one.</summary>
    public bool Restored { get; init; }

    /// <summary>Of the time, beside 1 for the others.</summary>
    public double Share { get; init; } = 1;
}
