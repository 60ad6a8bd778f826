namespace Strata.Checkpoints.PyTorch;

/// <summary>A view of a storage: the number at (i, j, ...) stands at <c>Offset + i·Strides[0] + j·Strides[1] + ...</c>.</summary>
/// <param name="Offset">Within the storage, in numbers.</param>
/// <param name="Shape">Empty for a scalar.</param>
/// <param name="Strides">In numbers, from 0; as many as the shape has sizes.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, int[] Shape, long[] Strides)
{
    /// <summary>Sizes of a shape; what networks have is below 8.</summary>
    public const int MostSizes = 16;

    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>How many numbers of the storage lie between its first and its last, both included.</summary>
    public long Span => Count == 0 ? 0 : 1 + Shape.Zip(Strides, (size, stride) => (size - 1) * stride).Sum();

    /// <summary>Row by row without gaps, as most tensors are.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int i = Shape.Length - 1; i >= 0; expected *= Shape[i--])
                if (Shape[i] > 1 && Strides[i] != expected) return false;
            return true;
        }
    }

    /// <summary>What of a claimed view cannot be, or null with the view.</summary>
    /// <param name="shape">As the pickle has it, at most <see cref="MostSizes"/>.</param>
    /// <param name="strides">The same.</param>
    public static (TorchTensor? Tensor, string? Problem) Of(TorchStorage storage, long offset, long[] shape, long[] strides)
    {
        string sizes = $"[{string.Join(", ", shape.Select(size => $"{size}"))}]",
            steps = $"[{string.Join(", ", strides.Select(stride => $"{stride}"))}]";
        if (shape.Length != strides.Length) return (null, $"has the shape {sizes}, but the strides {steps}");
        if (strides.Any(stride => stride < 0)) return (null, $"has the strides {steps}, expected strides from 0");
        Int128 count = 1, last = 0;
        foreach ((long size, long stride) in shape.Zip(strides))
        {
            if (size is < 0 or > int.MaxValue) return (null, $"has the shape {sizes}, sizes from 0 to {int.MaxValue} are read");
            // Both factors stay below 2^31 and 2^63: nothing overflows before it is refused.
            count *= size;
            if (count > Array.MaxLength) return (null, $"has the shape {sizes}, up to {Array.MaxLength} numbers are read");
            last += (Int128)Math.Max(0, size - 1) * stride;
        }
        if (offset < 0 || count > 0 && offset + last >= storage.Count)
            return (null, $"with shape {sizes}, strides {steps} and offset {offset} reaches out of its storage of {storage.Count} numbers");
        return (new(storage, offset, [.. shape.Select(size => (int)size)], strides), null);
    }

    /// <summary>Its numbers row by row, out of those from its offset on.</summary>
    public Array Gather(Array span)
    {
        if (IsContiguous) return span;
        return span is double[] wide ? Gather(wide) : Gather((float[])span);
    }

    private T[] Gather<T>(T[] span)
    {
        var values = new T[Count];
        int[] place = new int[Shape.Length];
        long at = 0;
        for (long i = 0; i < values.LongLength; i++)
        {
            values[i] = span[at];
            for (int d = Shape.Length - 1; d >= 0; d--)
            {
                at += Strides[d];
                if (++place[d] < Shape[d]) break;
                at -= place[d] * Strides[d];
                place[d] = 0;
            }
        }
        return values;
    }
}
