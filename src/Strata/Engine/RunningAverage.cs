namespace Strata.Engine;

/// <summary>How the running statistics of every batch norm of one network follow the batches.</summary>
internal sealed class RunningAverage(double momentum)
{
    /// <summary>Weight of the newest batch, in (0, 1].</summary>
    public double Momentum { get; set; } = momentum;
}
