namespace Strata.Engine.Kernels;

/// <summary>
/// Hands out the memory that is needed next, piece by piece, to be read into the cache while there is something to compute.
/// </summary>
/// <param name="from">bf16 numbers, <paramref name="count"/> of them.</param>
/// <param name="count">May be 0.</param>
/// <param name="idle">What is read where nothing is left: memory that is in the cache anyway.</param>
/// <param name="lines">Cache lines of a piece.</param>
internal unsafe struct ReadAhead(ushort* from, long count, void* idle, int lines)
{
    private readonly byte* _end = (byte*)(from + count);
    private readonly void* _idle = idle;
    private readonly long _piece = 64L * lines;
    private byte* _next = (byte*)from;

    public void* Next()
    {
        if (_next >= _end) return _idle;
        byte* piece = _next;
        _next += _piece;
        return piece;
    }
}
