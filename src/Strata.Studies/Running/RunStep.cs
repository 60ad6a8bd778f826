using Strata.Studies.Storage;

namespace Strata.Studies.Running;

/// <summary>A step of a run in a worker: what it makes, what it costs.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="Makes">Artifacts, each with the models that must be there; what needs a failed one falls away.</param>
/// <param name="Cost">Multiply-adds.</param>
/// <param name="Item">Gives the work on those artifacts that did not fall away.</param>
/// <param name="OfFamily">Goes on without those of its needs that failed.</param>
internal sealed record RunStep(
    string Title, IReadOnlyList<(Artifact Artifact, IReadOnlyList<Artifact> Needs)> Makes, int Threads, double Cost,
    Func<IReadOnlySet<Artifact>, WorkItem> Item, bool OfFamily = false);
