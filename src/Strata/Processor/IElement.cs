using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Strata.Processor;

/// <summary>How activations are stored; every kernel computes in float and is compiled once for each storage.</summary>
internal unsafe interface IElement<T> where T : unmanaged
{
    /// <summary>The same in libtorch's words.</summary>
    static abstract ScalarType Type { get; }

    /// <summary>Sixteen consecutive numbers.</summary>
    static abstract Vector512<float> Load(T* from);

    static abstract void Store(T* to, Vector512<float> values);

    static abstract float Load1(T* from);

    static abstract void Store1(T* to, float value);
}
