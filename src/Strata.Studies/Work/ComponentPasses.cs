using Strata.Analysis;

namespace Strata.Studies.Work;

/// <summary>The progress of principal components as that of their step.</summary>
internal sealed class ComponentPasses(IProgress<WorkProgress> progress) : IProgress<ComponentProgress>
{
    public void Report(ComponentProgress value)
        => progress.Report(new((double)value.Settled / value.Layers,
            $"pass {value.Passes}, {value.Settled} of {value.Layers} layers settled"));
}
