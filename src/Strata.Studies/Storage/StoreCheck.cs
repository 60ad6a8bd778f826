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
    private readonly (Artifact Artifact, IReadOnlyList<Artifact> Needs)[] _needs;

    private StoreCheck(Plan plan, ArtifactStore store, IReadOnlyDictionary<Artifact, ArtifactCheck> read)
    {
        (_store, _found, _needs) = (store, [], [.. plan.Needs()]);
        // In the order of the work, so that damage is passed on from inputs to what was made from them, and from that on.
        foreach ((Artifact artifact, IReadOnlyList<Artifact> needs) in _needs) _found[artifact] = PassedOn(read[artifact], needs);
    }

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
        return new(plan, store, read);
    }

    /// <summary>What is whole but was made from what is not counts as damaged.</summary>
    private ArtifactCheck PassedOn(ArtifactCheck own, IReadOnlyList<Artifact> needs)
    {
        Artifact? damaged = needs.Where(n => _found[n].Health == ArtifactHealth.Damaged).Select(n => (Artifact?)n).FirstOrDefault();
        return own.Health == ArtifactHealth.Whole && damaged is { } input
            ? new(ArtifactHealth.Damaged, $"{MadeFrom}{input.Folder}, which is damaged")
            : own;
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
        // Another run may have set it aside or made it again since, or it could not be read for a moment.
        foreach ((Artifact artifact, IReadOnlyList<Artifact> needs) in _needs)
            if (_found[artifact].Health == ArtifactHealth.Damaged) _found[artifact] = PassedOn(_store.Check(artifact), needs);
        var told = new List<string>();
        // What was made from others goes first: a kill in between must not leave it where its input is made anew.
        foreach ((Artifact artifact, string problem) in Damaged.Reverse().ToList())
        {
            string place = _store.SetAside(artifact);
            _found[artifact] = new(ArtifactHealth.Missing);
            told.Insert(0, $"{artifact.Folder}: {problem}; set aside as {Path.GetRelativePath(_store.Root, place)}, to be made again");
        }
        return told;
    }
}
