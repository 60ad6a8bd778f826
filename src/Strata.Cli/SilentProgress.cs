namespace Strata.Cli;

/// <summary>Progress under <c>--quiet</c>.</summary>
internal sealed class SilentProgress : ProgressDisplay
{
    public override void Report(double done, double total, string? detail = null, double? earlier = null)
    {
    }

    public override void Say(string line)
    {
    }

    public override void Dispose()
    {
    }
}
