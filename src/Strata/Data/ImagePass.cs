using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>Looks once at every image of a set, on all threads.</summary>
internal static class ImagePass
{
    /// <summary>One image file; more is no image of a training set.</summary>
    public const int LargestFile = 64 << 20;

    /// <summary>An image to look at, or what keeps it from being read.</summary>
    /// <param name="Index">Its number; below 0 where no single image is to blame.</param>
    /// <param name="Place">Where it can be read alone.</param>
    /// <param name="Content">Where it has been read already.</param>
    /// <param name="Problem">Null where there is none.</param>
    private readonly record struct Item(int Index, ContentPlace Place, byte[]? Content, InvalidFileException? Problem);

    /// <summary>Looks at an image; throws what is wrong with its file, and gives what makes all of the set useless.</summary>
    public delegate InvalidFileException? Look(int index, ContentPlace place, byte[] content, string where);

    /// <param name="tree">Where the files lie.</param>
    /// <param name="files">All images.</param>
    /// <param name="step">What progress calls it.</param>
    /// <param name="options">Say whether broken images are left out.</param>
    /// <param name="look">Called once for each image, by any thread.</param>
    /// <returns>The images that are left out, by their number, with what is wrong with them.</returns>
    /// <exception cref="InvalidFileException">The first problem, whichever thread is faster.</exception>
    public static SortedDictionary<int, InvalidFileException> Over(FileTree tree, IReadOnlyList<ImageFile> files, string step,
        LoadOptions options, Look look)
    {
        var broken = new SortedDictionary<int, InvalidFileException>();
        (long At, InvalidFileException Problem)? failed = null;
        var failing = new Lock();
        int done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Threads.Chosen, CancellationToken = options.Stop };
        // Items come one at a time to whichever thread asks next, so that an archive is read about in its order.
        OrderablePartitioner<Item> items = Partitioner.Create(Items(tree, files), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(items, parallel, (item, state, at) =>
        {
            InvalidFileException? problem;
            try
            {
                if (item.Problem is not null) throw item.Problem;
                string where = tree.Where(files[item.Index].File.Name, item.Place);
                problem = look(item.Index, item.Place, item.Content ?? tree.ReadAt(files[item.Index].File.Name, item.Place), where);
            }
            catch (InvalidFileException bad) when (item.Index >= 0)
            {
                problem = !IsBroken(bad) ? bad : options.Reading.SkipBroken ? null : Stopping(bad);
                if (problem is null)
                {
                    lock (failing) broken.Add(item.Index, bad);
                }
            }
            catch (InvalidFileException unreadable)
            {
                problem = unreadable;
            }
            options.Report(step, Interlocked.Increment(ref done), files.Count);
            if (problem is null) return;
            // All before it are still looked at.
            state.Break();
            lock (failing)
            {
                if (failed is null || at < failed.Value.At) failed = (at, problem);
            }
        });
        if (failed is { } known) ExceptionDispatchInfo.Throw(known.Problem);
        return broken;
    }

    /// <summary>
    /// Whether something is wrong with the image. What a disk or the system refuses to read may be whole, and what is left out is
    /// remembered in the cache.
    /// </summary>
    public static bool IsBroken(InvalidFileException problem)
        => problem.InnerException is not (UnauthorizedAccessException or (IOException and not EndOfStreamException));

    /// <summary>A broken image as who wants all of them is told of it.</summary>
    public static InvalidFileException Stopping(InvalidFileException broken)
        => new(broken.Path, $"{broken.Problem}; --skip-broken leaves such images out", broken);

    /// <summary>The images in the order that is fastest to read.</summary>
    private static IEnumerable<Item> Items(FileTree tree, IReadOnlyList<ImageFile> files)
    {
        if (tree.NoJumps is not null) return InSequence(tree, files);
        var places = new Item[files.Count];
        for (int i = 0; i < places.Length; i++)
        {
            try
            {
                places[i] = new(i, tree.Locate(files[i].File, LargestFile), null, null);
            }
            catch (InvalidFileException unusable)
            {
                places[i] = new(i, default, null, unusable);
            }
        }
        tree.RequirePlausible(places.Where(item => item.Problem is null).Select(item => item.Place));
        return places.OrderBy(item => item.Place.Part).ThenBy(item => item.Place.Offset);
    }

    private static IEnumerable<Item> InSequence(FileTree tree, IReadOnlyList<ImageFile> files)
    {
        using IEnumerator<(int Index, byte[] Content)> contents =
            tree.Read([.. files.Select(image => image.File)], LargestFile).GetEnumerator();
        for (InvalidFileException? problem = null; problem is null;)
        {
            bool more = false;
            try
            {
                more = contents.MoveNext();
            }
            catch (InvalidFileException unreadable)
            {
                problem = unreadable;
            }
            if (problem is not null) yield return new(-1, default, null, problem);
            else if (more) yield return new(contents.Current.Index, default, contents.Current.Content, null);
            else yield break;
        }
    }
}
