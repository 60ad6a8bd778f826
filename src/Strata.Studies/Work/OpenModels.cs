using Strata.Activations;
using Strata.Data;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Work;

/// <summary>The models of some comparisons, read and checked.</summary>
internal sealed class OpenModels : IDisposable
{
    private readonly Dictionary<string, PlannedModel> _models;
    private readonly string _images;
    private readonly List<IActivationSource> _sources = [];

    /// <param name="comparisons">Those of the item that are made.</param>
    public OpenModels(PairsItem item, IReadOnlyList<PlannedComparison> comparisons, ArtifactStore store, ImageSet images)
    {
        (_models, _images) = (item.Models.ToDictionary(m => m.Name), images.Hash);
        try
        {
            var used = comparisons.SelectMany(c => new[] { c.A, c.B }).ToHashSet();
            foreach (PlannedModel model in item.Models.Where(m => used.Contains(m.Name)))
                _sources.Add(ModelFolder.Open(model, store.FolderOfWhole(model.Artifact()), images));
        }
        catch
        {
            Dispose();
            throw;
        }
        var places = _sources.Index().ToDictionary(s => s.Item.Name, s => s.Index);
        Pairs = [.. comparisons.Select(c => (places[c.A], places[c.B]))];
    }

    public IReadOnlyList<IActivationSource> Sources => _sources;

    /// <summary>Of each comparison, the places of its models.</summary>
    public IReadOnlyList<(int A, int B)> Pairs { get; }

    /// <summary>For the manifest of what is made.</summary>
    public IReadOnlyDictionary<string, string> Inputs(PlannedComparison comparison) => new Dictionary<string, string>
    {
        ["data"] = _images,
        ["a"] = _models[comparison.A].Key,
        ["b"] = _models[comparison.B].Key,
    };

    public void Dispose()
    {
        foreach (IActivationSource source in _sources) source.Dispose();
    }
}
