using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Onnx;

namespace Strata.Cli;

/// <summary>Opens what MODEL may be, by what the file is.</summary>
internal static class ModelSource
{
    /// <summary>A network with test images to see.</summary>
    public static IClassifier Open(string path, ImageSet images, int batch, ModelReading reading, Action<string>? say)
        => OnnxNetwork.IsOne(path) ? OnnxModel.Open(path, images, say: say, reading: reading)
            : TrainedModel.Open(path, images, say: say, batch: batch, reading: reading);
}
