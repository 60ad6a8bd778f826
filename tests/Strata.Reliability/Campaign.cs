namespace Strata.Reliability;

/// <summary>One way of making trouble.</summary>
internal abstract class Campaign
{
    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What it does and what must hold, for the document.</summary>
    public abstract string Says { get; }

    /// <summary>Makes trouble until the session's time is over.</summary>
    public abstract void Run(Session session);
}
