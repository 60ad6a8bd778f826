using Strata.Studies.Work;

namespace Strata.Studies.Running;

/// <summary>A line between runner and worker; one member is set.</summary>
internal sealed record WorkerMessage
{
    /// <summary>To the worker: do this.</summary>
    public WorkItem? Item { get; init; }

    /// <summary>To the worker: finish the step, save, and end the item. From the worker: done so.</summary>
    public bool Stop { get; init; }

    public WorkProgress? Progress { get; init; }

    /// <summary>From the worker: what the user should know of the work, while it goes on.</summary>
    public string? Note { get; init; }

    public bool Done { get; init; }

    /// <summary>From the worker: the item was not done, because this process is at it.</summary>
    public string? Held { get; init; }

    /// <summary>From the worker: the sentence that says why the item failed.</summary>
    public string? Failed { get; init; }

    /// <summary>With <see cref="Failed"/>: the epoch whose loss was no number.</summary>
    public int? Diverged { get; init; }
}
