namespace Strata.Studies.Running;

/// <summary>A step that failed, one line however much depends on it.</summary>
/// <param name="Artifact">The folder within the output that it could not make.</param>
/// <param name="Reason">In a sentence.</param>
/// <param name="Dependents">How many other artifacts cannot be made without it.</param>
public sealed record FailedStep(string Artifact, string Reason, int Dependents)
{
    public override string ToString() => new FailureCause(Reason, [Artifact], Dependents).ToString();
}
