namespace Strata.Studies.Slurm;

/// <summary>What Slurm says of a task.</summary>
/// <param name="Job">The number of its job, or of its array.</param>
/// <param name="Index">Within an array; null for a job that is none.</param>
/// <param name="State">Slurm's word, such as <c>RUNNING</c>.</param>
/// <param name="Reason">Why it waits or ended; empty where there is none.</param>
/// <param name="Node">Where it runs or ran; empty before.</param>
internal sealed record QueuedTask(string Job, int? Index, string State, string Reason, string Node)
{
    private static readonly string[] s_ended =
        ["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "PREEMPTED", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE", "REVOKED"];

    /// <summary>Whether it runs, or is still going to.</summary>
    public bool IsLive => !s_ended.Any(State.StartsWith);

    public bool Runs => State is "RUNNING" or "COMPLETING";
}
