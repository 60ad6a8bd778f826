using Microsoft.ML.OnnxRuntime;
using Strata.Runtime;

namespace Strata.Onnx.Running;

/// <summary>OnnxRuntime as a whole.</summary>
internal static class RuntimeLibrary
{
    /// <summary>
    /// Turns off its telemetry, which official builds have: they send their maker what they run, by an identifier that they keep in the
    /// user's folder. Only before the library's environment is made does this prevent both. A user's own choice stays.
    /// </summary>
    public static void Prepare() => NativeEnvironment.Set("ORT_DISABLE_TELEMETRY", "1");

    public static OrtEnv Environment
    {
        get
        {
            Prepare();
            return OrtEnv.Instance();
        }
    }
}
