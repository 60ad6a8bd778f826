namespace Strata.Runtime;

/// <summary>
/// Reports on the caller's thread, in order; <see cref="Progress{T}"/> would hand reports to a pool that may run them late.
/// </summary>
public sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
