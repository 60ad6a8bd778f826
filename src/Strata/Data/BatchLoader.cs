namespace Strata.Data;

/// <summary>
/// Makes the batches of a split, for training, evaluation, controls and probes alike: their order, augmentation, normalisation and layout.
/// It owns the memory of its batches, for all its epochs: asked for anew in each, it lies elsewhere each time, and the heap grows by the
/// gaps.
/// </summary>
/// <param name="set">Gives the sizes and the pixel maximum.</param>
/// <param name="from">The split.</param>
/// <param name="normalization">The model's own; null: none.</param>
internal sealed class BatchLoader(ImageSet set, Examples from, Normalization? normalization) : IDisposable
{
    private readonly Batch?[] _slots = new Batch?[from.Ahead + 1];

    /// <summary>The examples as they are; the caller's to dispose of.</summary>
    public Batch Load(ReadOnlySpan<int> examples)
    {
        var batch = new Batch(set, examples.Length);
        examples.CopyTo(batch.Examples);
        Fill(batch, Augmentation.None, seed: 0, epoch: 0, step: 0);
        return batch;
    }

    /// <summary>
    /// The batches of an epoch in its order; a short last one is dropped. They are made on other threads while those before are used, and
    /// each holds until the next is asked for. One epoch is gone through at a time.
    /// </summary>
    /// <param name="subset">The examples of the split that take part.</param>
    /// <param name="count">Examples in a batch.</param>
    /// <param name="seed">Fixes order and augmentation, together with the epoch.</param>
    /// <param name="first">The step to begin with, from 0.</param>
    public IEnumerable<Batch> Epoch(int[] subset, int count, Augmentation augment, long seed, int epoch, int first = 0)
    {
        int[] order = BatchOrder.Epoch(subset.Length, seed, epoch);
        return Sequence(first, subset.Length / count, _ => count, (batch, step) =>
        {
            for (int k = 0; k < count; k++) batch.Examples[k] = subset[order[step * count + k]];
            Fill(batch, augment, seed, epoch, step);
        });
    }

    /// <summary>Examples as they are and in their order, the last batch with those that are left.</summary>
    /// <inheritdoc cref="Epoch"/>
    public IEnumerable<Batch> InOrder(int[] examples, int count)
        => Sequence(0, (examples.Length + count - 1) / count, step => Math.Min(count, examples.Length - step * count), (batch, step) =>
        {
            examples.AsSpan(step * count, batch.Examples.Length).CopyTo(batch.Examples);
            Fill(batch, Augmentation.None, seed: 0, epoch: 0, step);
        });

    /// <summary>
    /// Makes batches in advance, one after the other and no more than the split says, so that memory is that of these few.
    /// </summary>
    private IEnumerable<Batch> Sequence(int first, int end, Func<int, int> size, Action<Batch, int> fill)
    {
        var made = new Task<Batch>[_slots.Length];
        Task last = Task.CompletedTask;
        bool left = false;
        try
        {
            int next = first;
            for (int step = first; step < end; step++)
            {
                for (; next < end && next < step + _slots.Length; next++) last = made[next % made.Length] = Make(next, last);
                yield return made[step % made.Length].GetAwaiter().GetResult();
            }
        }
        finally
        {
            // Whoever stops within an epoch leaves some in the making, whose memory must not go, or be filled again, yet.
            Volatile.Write(ref left, true);
            ((IAsyncResult)last).AsyncWaitHandle.WaitOne();
        }

        Task<Batch> Make(int step, Task before) => Task.Run(async () =>
        {
            await before.ConfigureAwait(false);
            ref Batch? slot = ref _slots[step % _slots.Length];
            if (slot?.Examples.Length != size(step))
            {
                slot?.Dispose();
                slot = new Batch(set, size(step));
            }
            if (!Volatile.Read(ref left)) fill(slot, step);
            return slot;
        });
    }

    public void Dispose()
    {
        foreach (Batch? batch in _slots) batch?.Dispose();
    }

    private void Fill(Batch batch, Augmentation augment, long seed, int epoch, int step)
    {
        for (int k = 0; k < batch.Labels.Length; k++) batch.Labels[k] = from.Labels[batch.Examples[k]];
        switch (augment)
        {
            case Augmentation.CropFlip:
                Augmenter.Fill(set, from, batch.Examples, seed, epoch, step, batch.Pixels, PixelLayout.ChannelsLast, normalization);
                break;
            case Augmentation.RandomResizedCrop:
                RandomResizedCrop.Fill(set, from, batch.Examples, seed, epoch, step, batch.Pixels, PixelLayout.ChannelsLast, normalization);
                break;
            default:
                ImageBatch.Fill(set, from, batch.Examples, batch.Pixels, PixelLayout.ChannelsLast, normalization);
                break;
        }
    }
}
