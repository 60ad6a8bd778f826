using Strata.Models;
using Strata.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Benchmarks;

/// <summary>Whole training steps on batches that lie ready: forward, loss, backward, update.</summary>
internal sealed class TrainingSteps : IDisposable
{
    private readonly NetworkWeights _weights;
    private readonly TrainingStep _step;
    private readonly List<Tensor> _images = [];
    private readonly int[] _labels;

    public TrainingSteps(ModelSpec spec, int batch, bool bf16)
    {
        _weights = NetworkWeights.Initial(spec, 0);
        _step = new(_weights, new TrainingOptions(), new(0.01), bf16);
        _labels = [.. Enumerable.Range(0, batch).Select(i => i % spec.Classes)];
        for (int i = 0; i < 8; i++)
        {
            using Tensor rows = torch.rand([batch, spec.Size, spec.Size, spec.Channels]);
            _images.Add(rows.permute(0, 3, 1, 2).DetachFromDisposeScope());
        }
    }

    /// <summary>Seconds of so many steps.</summary>
    public double Time(int steps)
    {
        int i = 0;
        return Timing.Seconds(() =>
        {
            _step.Gradients(_images[i++ % _images.Count], _labels);
            _step.Optimizer.Step(0.01);
        }, steps);
    }

    public void Dispose()
    {
        _step.Dispose();
        _weights.Dispose();
        foreach (Tensor images in _images) images.Dispose();
    }
}
