namespace Strata.Training;

/// <summary>How the learning rate goes on after the warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>Falls to 0 by half a cosine.</summary>
    Cosine,

    /// <summary>Is multiplied by a factor after some epochs.</summary>
    Step,

    Constant,
}
