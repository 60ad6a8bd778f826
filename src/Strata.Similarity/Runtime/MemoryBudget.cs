namespace Strata.Runtime;

/// <summary>Memory that workers share: whoever needs more than is left waits until another gives its part back.</summary>
/// <param name="bytes">All that may be taken at a time; who needs more than that gets it alone.</param>
internal sealed class MemoryBudget(long bytes)
{
    private readonly object _turn = new();
    private long _taken;

    /// <summary>Takes a part, to be given back by disposing of the result.</summary>
    public IDisposable Take(long part)
    {
        lock (_turn)
        {
            while (_taken > 0 && _taken + part > bytes) Monitor.Wait(_turn);
            _taken += part;
        }
        return new Part(this, part);
    }

    private sealed class Part(MemoryBudget budget, long size) : IDisposable
    {
        private long _size = size;

        public void Dispose()
        {
            lock (budget._turn)
            {
                budget._taken -= _size;
                _size = 0;
                Monitor.PulseAll(budget._turn);
            }
        }
    }
}
