using Strata.Engine.Kernels;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>Memory for weights in the order in which <see cref="ConvolutionKernel"/> reads them; laid out anew for every run.</summary>
internal sealed unsafe class PackedWeights : IDisposable
{
    private Tensor? _packed;

    /// <param name="weight">bf16 [out, in, size, size], or [out, in] for a size of 1.</param>
    /// <param name="bias">bf16 [out], or null.</param>
    /// <param name="input">bf16 [images, height, width, channels].</param>
    /// <param name="output">The same for what comes out, all of it written.</param>
    public void Run(ConvolutionKernel kernel, Tensor weight, Tensor? bias, ushort* input, ushort* output, int images)
    {
        if (_packed is null || _packed.NumberOfElements < kernel.PackedLength)
        {
            _packed?.Dispose();
            _packed = empty([kernel.PackedLength], dtype: ScalarType.BFloat16).DetachFromDisposeScope();
        }
        ushort* packed = TensorMemory.Pointer<ushort>(_packed);
        kernel.Pack(TensorMemory.Pointer<ushort>(weight), bias is null ? null : TensorMemory.Pointer<ushort>(bias), packed);
        kernel.Run(input, packed, output, images);
    }

    public void Dispose() => _packed?.Dispose();
}
