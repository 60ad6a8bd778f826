namespace Strata.Runtime;

/// <summary>Who is at work in an output.</summary>
/// <param name="Began">When the process began, so that a later one with the same number is not taken for it.</param>
public sealed record LockHolder(int ProcessId, string Host, string Began, DateTimeOffset Since)
{
    internal static LockHolder Self()
        => new(Environment.ProcessId, Environment.MachineName, ProcessIdentity.Of(Environment.ProcessId) ?? "", DateTimeOffset.UtcNow);

    public override string ToString() => $"process {ProcessId} on {Host} since {Since.ToLocalTime():yyyy-MM-dd HH:mm:ss}";

    internal bool IsHere => Host == Environment.MachineName;

    /// <summary>Whether the process is at work, of one that is on this machine.</summary>
    internal bool Lives => ProcessIdentity.Of(ProcessId) == Began;
}
