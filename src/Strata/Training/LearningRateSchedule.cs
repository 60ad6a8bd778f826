namespace Strata.Training;

/// <summary>
/// The learning rate of every step: a warm-up in which it rises linearly, rate · (step + 1)/(W + 1) over W steps, then a cosine to 0 over
/// what is left, rate · ½(1 + cos(π · step / steps)) (P1 §3, without warm-up), or steps, or a constant.
/// </summary>
/// <param name="options">Settled.</param>
/// <param name="steps">Of an epoch.</param>
internal sealed class LearningRateSchedule(TrainingOptions options, int steps)
{
    private readonly long _warmUp = (long)steps * options.WarmUp, _all = (long)steps * options.Epochs;

    /// <summary>At a step, counted from 0 over the whole training.</summary>
    public double At(long step)
    {
        if (step < _warmUp) return options.LearningRate * (step + 1) / (_warmUp + 1);
        return options.Schedule switch
        {
            ScheduleKind.Cosine => options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * (step - _warmUp) / (_all - _warmUp))),
            ScheduleKind.Step => options.LearningRate * Math.Pow(options.Factor!.Value, options.Milestones!.Count(m => step / steps >= m)),
            _ => options.LearningRate,
        };
    }
}
