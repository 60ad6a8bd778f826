namespace Strata.Studies.Estimation;

/// <summary>Kinds of work that have speeds of their own.</summary>
internal enum MeasuredWork
{
    Training,
    Pass,
    Comparison,
}
