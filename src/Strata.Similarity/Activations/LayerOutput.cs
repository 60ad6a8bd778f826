using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata.Activations;

/// <summary>
/// A layer's output for some examples, where it lies in memory. A source shows it without a copy, and who looks at it cannot keep it: the
/// numbers are the source's, and may be gone as soon as the visit returns.
/// </summary>
public readonly ref struct LayerOutput
{
    private readonly ref readonly byte _first;
    private readonly int[] _shape;

    /// <param name="values">Examples one after the other.</param>
    /// <param name="shape">[examples, ...], such as [examples, channels, height, width].</param>
    /// <param name="channelsLast">Whether an example lies as [height, width, channels] though its shape has the channels first.</param>
    /// <exception cref="ArgumentException">Another number of values than the shape has, or channels where there are none.</exception>
    public LayerOutput(ReadOnlySpan<float> values, int[] shape, bool channelsLast = false)
        : this(in First(values), shape, isDouble: false, channelsLast, owner: null) => Check(values.Length);

    /// <inheritdoc cref="LayerOutput(ReadOnlySpan{float}, int[], bool)"/>
    public LayerOutput(ReadOnlySpan<double> values, int[] shape, bool channelsLast = false)
        : this(in First(values), shape, isDouble: true, channelsLast, owner: null) => Check(values.Length);

    /// <param name="owner">Whose memory it is.</param>
    internal LayerOutput(ref readonly byte first, int[] shape, bool isDouble, bool channelsLast, object? owner)
    {
        ArgumentNullException.ThrowIfNull(shape);
        _first = ref first;
        (_shape, IsDouble, IsChannelsLast, Owner) = (shape, isDouble, channelsLast, owner);
        Features = 1;
        foreach (int size in shape.AsSpan(1)) Features *= size;
    }

    /// <summary>[examples, ...].</summary>
    public ReadOnlySpan<int> Shape => _shape;

    public int Examples => _shape[0];

    /// <summary>Numbers of an example.</summary>
    public long Features { get; }

    /// <summary>Whether numbers are in double precision: <see cref="Doubles"/> has them then, else <see cref="Singles"/>.</summary>
    public bool IsDouble { get; }

    /// <summary>Whether an example of [channels, height, width] lies as [height, width, channels].</summary>
    public bool IsChannelsLast { get; }

    /// <summary>Examples one after the other, each in the order in which it lies.</summary>
    /// <exception cref="InvalidOperationException">They are in double precision, or more than a span holds.</exception>
    public ReadOnlySpan<float> Singles => Span<float>();

    /// <summary>Examples one after the other, each in the order in which it lies.</summary>
    /// <exception cref="InvalidOperationException">They are in single precision, or more than a span holds.</exception>
    public ReadOnlySpan<double> Doubles => Span<double>();

    /// <summary>What the memory belongs to, where that is more than an array.</summary>
    internal object? Owner { get; }

    /// <summary>The first number, to be held in its place while a pointer to it is used.</summary>
    internal ref readonly byte FirstByte => ref _first;

    /// <summary>Whether both orders are the same, as with one channel or one pixel.</summary>
    internal bool HasBothOrders => _shape.Length != 4 || _shape[1] == 1 || _shape[2] * _shape[3] == 1;

    /// <summary>Copies all numbers, of any precision and in any order, row by row of the shape.</summary>
    /// <param name="target">[examples, ...].</param>
    public void CopyTo(Span<float> target)
    {
        if (IsDouble) CopyTo(Doubles, target);
        else CopyTo(Singles, target);
    }

    /// <inheritdoc cref="CopyTo(Span{float})"/>
    public void CopyTo(Span<double> target)
    {
        if (IsDouble) CopyTo(Doubles, target);
        else CopyTo(Singles, target);
    }

    /// <summary>Single precision with the channels of each pixel side by side, [examples, height, width, channels].</summary>
    internal float[] ToChannelsLast()
    {
        float[] target = GC.AllocateUninitializedArray<float>(Singles.Length);
        for (int i = 0; i < Examples; i++)
            Transpose(Singles.Slice(i * (int)Features, (int)Features), _shape[1], target.AsSpan(i * (int)Features));
        return target;
    }

    private void CopyTo<TFrom, T>(ReadOnlySpan<TFrom> values, Span<T> target)
        where TFrom : unmanaged, IFloatingPointIeee754<TFrom> where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (target.Length < values.Length)
            throw new ArgumentException($"There are {values.Length} numbers, and place for {target.Length}.", nameof(target));
        if (IsChannelsLast && !HasBothOrders)
        {
            int features = (int)Features;
            for (int i = 0; i < Examples; i++)
                Transpose(values.Slice(i * features, features), features / _shape[1], target.Slice(i * features, features));
        }
        else if (typeof(TFrom) == typeof(T)) MemoryMarshal.Cast<TFrom, T>(values).CopyTo(target);
        else
            for (int i = 0; i < values.Length; i++) target[i] = T.CreateTruncating(values[i]);
    }

    /// <param name="from">[rows, columns].</param>
    /// <param name="to">[columns, rows].</param>
    private static void Transpose<TFrom, T>(ReadOnlySpan<TFrom> from, int rows, Span<T> to)
        where TFrom : unmanaged, IFloatingPointIeee754<TFrom> where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = from.Length / rows;
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                to[column * rows + row] = T.CreateTruncating(from[row * columns + column]);
    }

    private ReadOnlySpan<T> Span<T>() where T : unmanaged
    {
        if (IsDouble != (typeof(T) == typeof(double)))
            throw new InvalidOperationException($"The numbers are in {(IsDouble ? "double" : "single")} precision.");
        long count = Examples * Features;
        return count <= int.MaxValue ? MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<byte, T>(ref Unsafe.AsRef(in _first)), (int)count)
            : throw new InvalidOperationException($"{count} numbers are more than a span holds.");
    }

    private static ref readonly byte First<T>(ReadOnlySpan<T> values) where T : unmanaged
        => ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(values));

    private void Check(int count)
    {
        if (Examples * Features != count)
            throw new ArgumentException($"[{string.Join(", ", _shape)}] is no shape of {count} numbers.");
        if (IsChannelsLast && _shape.Length != 4)
            throw new ArgumentException($"[{string.Join(", ", _shape)}] has no channels; expected [examples, channels, height, width].");
    }
}
