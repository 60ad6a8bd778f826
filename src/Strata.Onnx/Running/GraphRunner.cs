using Google.Protobuf;
using global::Onnx;
using Microsoft.ML.OnnxRuntime;
using Strata.Onnx.Files;
using Strata.Runtime;

namespace Strata.Onnx.Running;

/// <summary>A graph that OnnxRuntime has loaded, on the processor; several threads may run it at once.</summary>
internal sealed class GraphRunner : IDisposable
{
    /// <summary>Bytes that trying a graph out on two images may take: what it claims to need is not believed.</summary>
    private const uint TrialBytes = uint.MaxValue;

    /// <summary>How long that may take.</summary>
    private static readonly TimeSpan s_trialTime = TimeSpan.FromMinutes(5);

    private static readonly Lazy<bool> s_trialMemory = new(RegisterTrialMemory);

    private readonly string _path;
    private readonly InferenceSession _session;
    private readonly bool _trial;

    private GraphRunner(string path, InferenceSession session, bool trial) => (_path, _session, _trial) = (path, session, trial);

    /// <param name="file">Where the graph is from, for messages and weights outside of it.</param>
    /// <param name="model">The graph.</param>
    /// <param name="threads">That compute one run.</param>
    /// <param name="trial">Whether nothing is known of it: memory and time are limited then, and no operators fused.</param>
    /// <exception cref="InvalidFileException">OnnxRuntime refuses it.</exception>
    public static GraphRunner Load(OnnxFile file, ModelProto model, int threads, bool trial = false)
    {
        using SessionOptions options = Options(threads);
        if (trial)
        {
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
            if (s_trialMemory.Value) options.AddSessionConfigEntry("session.use_env_allocators", "1");
        }
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path",
            Path.GetDirectoryName(Path.GetFullPath(file.Path))!);
        return new(file.Path, Guard(file.Path, "cannot be loaded", () => new InferenceSession(model.ToByteArray(), options)), trial);
    }

    /// <summary>How everything here is run; the caller's.</summary>
    public static SessionOptions Options(int threads)
    {
        RuntimeLibrary.Prepare();
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
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
            if (!_trial) return _session.Run(options, inputs, outputs);
            options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
            using var limit = new Timer(_ => options.Terminate = true, null, s_trialTime, Timeout.InfiniteTimeSpan);
            return _session.Run(options, inputs, outputs);
        });

    public void Dispose() => _session.Dispose();

    /// <summary>An allocator of the process that says no at a limit.</summary>
    private static bool RegisterTrialMemory()
    {
        const int Own = -1, AsRequested = 1;
        uint most = (uint)Math.Min(TrialBytes, MachineMemory.Bytes / 4);
        using var memory = new OrtMemoryInfo(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
        using var limits = new OrtArenaCfg(most, AsRequested, Own, Own);
        RuntimeLibrary.Environment.CreateAndRegisterAllocator(memory, limits);
        return true;
    }

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
