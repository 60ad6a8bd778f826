using Strata.Processor;
using Strata.Runtime;

namespace Strata.Engine.Kernels;

/// <summary>Activations on their own, number by number.</summary>
internal static unsafe class ActivationKernels<T, TElement, TActivation>
    where T : unmanaged where TElement : IElement<T> where TActivation : IActivation
{
    /// <summary>Numbers that a thread takes at a time.</summary>
    private const int Chunk = 1 << 12;

    /// <summary>y = activation(x), of so many numbers.</summary>
    public static void Forward(T* x, T* y, long count)
        => ForEach(count, (first, end) =>
        {
            long i = first;
            for (; i + 16 <= end; i += 16) TElement.Store(y + i, TActivation.Of(TElement.Load(x + i)));
            for (; i < end; i++) TElement.Store1(y + i, TActivation.Of(TElement.Load1(x + i)));
        });

    /// <summary>From the gradient of y, that of x, in the same memory.</summary>
    public static void Backward(T* gradient, T* x, long count)
        => ForEach(count, (first, end) =>
        {
            long i = first;
            for (; i + 16 <= end; i += 16)
                TElement.Store(gradient + i, TActivation.Gradient(TElement.Load(gradient + i), TElement.Load(x + i)));
            for (; i < end; i++) TElement.Store1(gradient + i, TActivation.Gradient(TElement.Load1(gradient + i), TElement.Load1(x + i)));
        });

    private static void ForEach(long count, Action<long, long> body)
        => ParallelRows.For((int)((count + Chunk - 1) / Chunk), (_, first, end)
            => body((long)first * Chunk, Math.Min(count, (long)end * Chunk)));
}
