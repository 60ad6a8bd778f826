namespace Strata.Analysis.Populations;

/// <summary>Counts the regressions and the divergences of a comparison, whichever threads make them.</summary>
/// <param name="progress">Told the share that is done; null: nobody.</param>
/// <param name="all">How many there will be.</param>
internal sealed class EffectProgress(IProgress<double>? progress, int all)
{
    private int _done;

    public static EffectProgress None { get; } = new(null, 1);

    public void Count()
    {
        int done = Interlocked.Increment(ref _done);
        progress?.Report(Math.Min(1, (double)done / all));
    }
}
