using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Strata.Processor;

internal readonly unsafe struct Fp32 : IElement<float>
{
    public static ScalarType Type => ScalarType.Float32;

    public static Vector512<float> Load(float* from) => Vector512.Load(from);

    public static void Store(float* to, Vector512<float> values) => values.Store(to);

    public static float Load1(float* from) => *from;

    public static void Store1(float* to, float value) => *to = value;
}
