namespace Strata.Reliability.Kills;

/// <summary>Something that takes a while and can be gone on with.</summary>
internal sealed class Job
{
    private SortedDictionary<string, string> _whole = [];

    public required string Name { get; init; }

    /// <summary>One process, which does the same at every call.</summary>
    public required string Script { get; init; }

    /// <summary>What an undisturbed one takes here.</summary>
    public TimeSpan Time { get; private set; }

    public static Job Study { get; } = new() { Name = "study", Script = "exec strata run s.json --output out" };

    public static Job Training { get; } = new()
    {
        Name = "training",
        Script = "exec strata train --depth 8 --width 0.5 --data digits --fraction 1/4 --epochs 40 --batch 32 --threads 1"
            + " --output m.safetensors",
    };

    public static void Prepare(string folder) => File.WriteAllText(Path.Combine(folder, "s.json"), Samples.Study);

    public void Undisturbed(string folder, TimeSpan time) => (_whole, Time) = (Results.Of(folder), time);

    /// <summary>How what was left in a folder differs from what an undisturbed one leaves, or null.</summary>
    public string? Difference(string folder) => Results.Difference(_whole, Results.Of(folder));
}
