using Strata.Activations;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Tests;

/// <summary>A small network that has learned the stripes, for analyses to look at.</summary>
internal sealed class Trained : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Trained(int depth = 20, bool residual = true)
    {
        Threads.Set(1);
        Set = Sets.Stripes(size: 9);
        ModelSpec spec = ResNetCifar.Create(depth, 1, 4, 3, 9, residual);
        Path = System.IO.Path.Combine(_folder.Path, "model.safetensors");
        Trainer.Train(spec, Set, new() { Epochs = 4, Batch = 16, LearningRate = 0.05, Precision = Precision.Fp32, EvaluateEvery = 4 },
            TrainingFiles.Beside(Path));
    }

    public ImageSet Set { get; }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(_folder.Path, name);

    public TrainedModel Open() => TrainedModel.Open(Path, Set);

    public void Dispose() => _folder.Dispose();
}
