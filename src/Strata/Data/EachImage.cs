using System.Runtime.ExceptionServices;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Does something with each of some images, on several threads of .NET: libtorch's own are left to what computes meanwhile.
/// </summary>
internal static class EachImage
{
    /// <param name="count">Images.</param>
    /// <param name="threads">At most.</param>
    /// <param name="look">Called with the number of each.</param>
    /// <param name="stop">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="StrataException">That of the first image with a problem, whichever thread is faster.</exception>
    public static void Of(int count, int threads, Action<int> look, CancellationToken stop = default)
    {
        if (threads == 1)
        {
            for (int i = 0; i < count; i++) look(i);
            return;
        }
        (int Index, StrataException Problem)? failed = null;
        var failing = new Lock();
        Parallel.For(0, count, new() { MaxDegreeOfParallelism = threads, CancellationToken = stop }, (i, state) =>
        {
            try
            {
                look(i);
            }
            catch (StrataException problem)
            {
                // All before it are still looked at.
                state.Break();
                lock (failing)
                {
                    if (failed is null || i < failed.Value.Index) failed = (i, problem);
                }
            }
        });
        if (failed is { } known) ExceptionDispatchInfo.Throw(known.Problem);
    }
}
