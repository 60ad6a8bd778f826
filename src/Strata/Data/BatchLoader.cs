namespace Strata.Data;

/// <summary>
/// Makes the batches of a split, for training, evaluation, controls and probes alike: their order, augmentation, normalisation and layout.
/// </summary>
/// <param name="set">Gives the sizes and the pixel maximum.</param>
/// <param name="from">The split.</param>
/// <param name="normalization">The model's own; null: none.</param>
internal sealed class BatchLoader(ImageSet set, Examples from, Normalization? normalization)
{
    /// <summary>The examples as they are; the caller's to dispose of.</summary>
    public Batch Load(ReadOnlySpan<int> examples)
    {
        var batch = new Batch(set, examples.Length);
        examples.CopyTo(batch.Examples);
        Fill(batch, Augmentation.None, seed: 0, epoch: 0, step: 0);
        return batch;
    }

    /// <summary>
    /// The batches of an epoch in its order; a short last one is dropped. Each is made on another thread while the one before is used, and
    /// holds until the next is asked for.
    /// </summary>
    /// <param name="subset">The examples of the split that take part.</param>
    /// <param name="count">Examples in a batch.</param>
    /// <param name="seed">Fixes order and augmentation, together with the epoch.</param>
    /// <param name="first">The step to begin with, from 0.</param>
    public IEnumerable<Batch> Epoch(int[] subset, int count, Augmentation augment, long seed, int epoch, int first = 0)
    {
        int[] order = BatchOrder.Epoch(subset.Length, seed, epoch);
        int steps = subset.Length / count;
        if (first >= steps) yield break;
        using Batch even = new(set, count), odd = new(set, count);
        Task<Batch> next = Make(first);
        try
        {
            for (int step = first; step < steps; step++)
            {
                Batch batch = next.GetAwaiter().GetResult();
                if (step + 1 < steps) next = Make(step + 1);
                yield return batch;
            }
        }
        finally
        {
            // Whoever stops within an epoch leaves one in the making, whose memory must not go yet.
            ((IAsyncResult)next).AsyncWaitHandle.WaitOne();
        }

        Task<Batch> Make(int step) => Task.Run(() =>
        {
            Batch batch = step % 2 == 0 ? even : odd;
            for (int k = 0; k < count; k++) batch.Examples[k] = subset[order[step * count + k]];
            Fill(batch, augment, seed, epoch, step);
            return batch;
        });
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
