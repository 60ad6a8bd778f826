namespace Strata.Report;

/// <summary>Residual branches at the end of a stage that a network does without for at most a point of accuracy (P1 §5).</summary>
/// <param name="Stage">Counted from 0.</param>
/// <param name="Branches">How many can go, from the last one on.</param>
/// <param name="Of">How many the stage has.</param>
public sealed record ExpendableBranches(int Stage, int Branches, int Of)
{
    /// <summary>Those of the stages that have any, in words.</summary>
    internal static string List(IEnumerable<ExpendableBranches> stages) => string.Join(", ", stages.Where(stage => stage.Branches > 0)
        .Select(stage => $"{stage.Branches} of {stage.Of} in stage {stage.Stage}"));
}
