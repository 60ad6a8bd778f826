using Google.Protobuf;
using global::Onnx;
using Microsoft.ML.OnnxRuntime;
using Strata.Onnx.Files;
using Strata.Runtime;

namespace Strata.Onnx.Running;

/// <summary>A graph that OnnxRuntime has loaded, on the processor; several threads may run it at once.</summary>
internal sealed class GraphRunner : IDisposable
{
    private readonly string _path;
    private readonly InferenceSession _session;

    private GraphRunner(string path, InferenceSession session) => (_path, _session) = (path, session);

    /// <param name="file">Where the graph is from, for messages and weights outside of it.</param>
    /// <param name="model">The graph.</param>
    /// <param name="threads">That compute one run.</param>
    /// <param name="optimized">Whether operators may be fused and constants computed in advance.</param>
    /// <exception cref="InvalidFileException">OnnxRuntime refuses it.</exception>
    public static GraphRunner Load(OnnxFile file, ModelProto model, int threads, bool optimized = true)
    {
        using SessionOptions options = Options(threads, optimized);
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path",
            Path.GetDirectoryName(Path.GetFullPath(file.Path))!);
        return new(file.Path, Guard(file.Path, "cannot be loaded", () => new InferenceSession(model.ToByteArray(), options)));
    }

    /// <summary>How everything here is run; the caller's.</summary>
    public static SessionOptions Options(int threads, bool optimized)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = optimized ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            // It would write to standard error what is told as an exception.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Threads that wait while libtorch's compute must not take their cores.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    /// <summary>What is known of the outputs without running anything.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    public NodeMetadata InputOf(string name) => _session.InputMetadata[name];

    /// <param name="inputs">By name; they stay the caller's.</param>
    /// <param name="outputs">Names.</param>
    /// <returns>In the order of the names; the caller's.</returns>
    /// <exception cref="InvalidFileException">The graph fails on this input.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs)
        => Guard(_path, "cannot be run", () =>
        {
            using var options = new RunOptions();
            return _session.Run(options, inputs, outputs);
        });

    public void Dispose() => _session.Dispose();

    private static T Guard<T>(string path, string problem, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception refused) when (refused is OnnxRuntimeException or NotSupportedException)
        {
            string first = refused.Message.Split('\n')[0];
            throw new InvalidFileException(path, $"{problem} by OnnxRuntime: {Foreign.Words(first)}", refused);
        }
    }
}
