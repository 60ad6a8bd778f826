using System.Collections.Concurrent;
using Strata.Runtime;
using Strata.Studies.Planning;

namespace Strata.Studies.Storage;

/// <summary>
/// All artifacts of a plan, read and held against their checksums; what was made from damaged ones counts as damaged too.
/// </summary>
public sealed class StoreCheck
{
    /// <summary>How the problem of a result begins that is whole itself.</summary>
    internal const string MadeFrom = "was made from ";

    private readonly ArtifactStore _store;
    private readonly Dictionary<Artifact, ArtifactCheck> _found;

    private StoreCheck(ArtifactStore store, Dictionary<Artifact, ArtifactCheck> found) => (_store, _found) = (store, found);

    /// <param name="progress">Told the share of the artifacts that have been read, from one thread at a time.</param>
    public static StoreCheck Of(Plan plan, ArtifactStore store, IProgress<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        var read = new ConcurrentDictionary<Artifact, ArtifactCheck>();
        Artifact[] all = [.. plan.Artifacts()];
        int done = 0;
        var telling = new Lock();
        Parallel.ForEach(all, new ParallelOptions { MaxDegreeOfParallelism = Threads.Available() }, artifact =>
        {
            read[artifact] = store.Check(artifact);
            lock (telling) progress?.Report((double)++done / all.Length);
        });
        // In the order of the work, so that damage is passed on from inputs to what was made from them, and from that on.
        var found = new Dictionary<Artifact, ArtifactCheck>();
        foreach ((Artifact artifact, IReadOnlyList<Artifact> needs) in plan.Needs())
        {
            ArtifactCheck check = read[artifact];
            Artifact? damaged = needs.Where(n => found[n].Health == ArtifactHealth.Damaged).Select(n => (Artifact?)n).FirstOrDefault();
            found[artifact] = check.Health == ArtifactHealth.Whole && damaged is { } input
                ? new(ArtifactHealth.Damaged, $"{MadeFrom}{input.Folder}, which is damaged")
                : check;
        }
        return new(store, found);
    }

    public ArtifactCheck this[Artifact artifact] => _found[artifact];

    /// <summary>Whether it is there, whole, and made from what is whole.</summary>
    /// <remarks>What steps leave for others is no result: whoever reads it checks it.</remarks>
    public bool Has(Artifact artifact)
        => _found.TryGetValue(artifact, out ArtifactCheck? check) ? check.Health == ArtifactHealth.Whole : _store.Has(artifact);

    /// <summary>Those that are to be made again, inputs before what was made from them.</summary>
    public IEnumerable<(Artifact Artifact, string Problem)> Damaged
        => _found.Where(f => f.Value.Health == ArtifactHealth.Damaged).Select(f => (f.Key, f.Value.Problem!));

    /// <summary>Moves damaged artifacts to the folder <c>damaged</c> of the output, so that a run makes them again.</summary>
    /// <returns>A sentence for each.</returns>
    public IReadOnlyList<string> SetAside()
    {
        var told = new List<string>();
        // What was made from others goes first: a kill in between must not leave it where its input is made anew.
        foreach ((Artifact artifact, string problem) in Damaged.Reverse())
        {
            // Another run may have made it again since.
            bool own = !problem.StartsWith(MadeFrom, StringComparison.Ordinal);
            if (own && _store.Check(artifact).Health != ArtifactHealth.Damaged) continue;
            string place = _store.SetAside(artifact);
            _found[artifact] = new(ArtifactHealth.Missing);
            told.Insert(0, $"{artifact.Folder}: {problem}; set aside as {Path.GetRelativePath(_store.Root, place)}, to be made again");
        }
        return told;
    }
}
