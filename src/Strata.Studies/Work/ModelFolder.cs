using Strata.Activations;
using Strata.Data;
using Strata.Onnx;
using Strata.Studies.Planning;

namespace Strata.Studies.Work;

/// <summary>The files of a model's folder.</summary>
internal static class ModelFolder
{
    public const string Weights = "weights.safetensors", Predictions = "predictions.npy";

    /// <summary>Of an ONNX graph, without and with its ending.</summary>
    public const string GraphName = "graph", Graph = GraphName + ".onnx";

    /// <summary>The model on the test images; the caller's to dispose of.</summary>
    public static IClassifier Open(PlannedModel model, string folder, ImageSet images)
        => model.Graph is null ? TrainedModel.Open(Path.Combine(folder, Weights), images, model.Name)
            // The copy says itself what its images are normalised by.
            : OnnxModel.Open(Path.Combine(folder, Graph), images, model.Name, reading: new() { Size = model.File?.Reading.Size });
}
