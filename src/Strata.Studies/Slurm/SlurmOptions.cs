namespace Strata.Studies.Slurm;

/// <summary>What Slurm is asked for beside what a plan says; empty: as the cluster has it.</summary>
public sealed record SlurmOptions
{
    public string Partition { get; init; } = "";
    public string Account { get; init; } = "";
    public string Qos { get; init; } = "";

    /// <summary>Of a task; one whose time is up saves what it has and goes on later.</summary>
    public string Time { get; init; } = "";

    /// <summary>Of a task; empty: what its steps are estimated to hold, and some more.</summary>
    public string Memory { get; init; } = "";

    /// <summary>Tasks of an array that run at a time; 0: all that the cluster lets.</summary>
    public int Tasks { get; init; }
}
