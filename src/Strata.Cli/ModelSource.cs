using System.CommandLine;
using System.CommandLine.Parsing;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Onnx;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>Opens what MODEL may be, by what the file is.</summary>
internal static class ModelSource
{
    /// <summary>A network with test images to see.</summary>
    public static IClassifier Open(string path, ImageSet images, int batch, ModelReading reading, Action<string>? say)
        => OnnxNetwork.IsOne(path) ? OnnxModel.Open(path, images, say: say, reading: reading)
            : TrainedModel.Open(path, images, say: say, batch: batch, reading: reading);

    /// <summary>Whatever can be compared: a network, or a folder of activations.</summary>
    /// <param name="images">Null where none were named.</param>
    public static IActivationSource OpenAny(string path, ImageSet? images, int batch, ModelReading reading, Action<string>? say)
    {
        if (Directory.Exists(path)) return ArrayFolder.Open(path);
        if (!File.Exists(path)) throw new InvalidFileException(path, "does not exist");
        return Open(path, images ?? throw new InvalidOptionsException(NeedsImages(path)), batch, reading, say);
    }

    /// <summary>What models that are given without images lack: all but folders of activations run on some.</summary>
    public static IEnumerable<string> Check(CommandResult given, Option<string> data, IEnumerable<string> models)
        => given.Has(data) || models.FirstOrDefault(File.Exists) is not { } network ? [] : [NeedsImages(network)];

    private static string NeedsImages(string path)
        => $"--data: {Foreign.Path(path)} needs images to run on, such as --data digits";
}
