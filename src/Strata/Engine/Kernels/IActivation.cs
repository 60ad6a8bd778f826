using System.Runtime.Intrinsics;

namespace Strata.Engine.Kernels;

/// <summary>What stands behind a norm, as part of the same pass over memory; every kernel is compiled once for each.</summary>
internal interface IActivation
{
    static abstract Vector512<float> Of(Vector512<float> z);

    static abstract float Of(float z);

    /// <summary>From the gradient of what <see cref="Of(Vector512{float})"/> gives, that of z.</summary>
    static abstract Vector512<float> Gradient(Vector512<float> gradient, Vector512<float> z);

    static abstract float Gradient(float gradient, float z);
}
