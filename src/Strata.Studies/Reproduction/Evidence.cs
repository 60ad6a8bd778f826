using Strata.Analysis.Populations;
using Strata.Report;

namespace Strata.Studies.Reproduction;

/// <summary>What a rule sees of a study: the networks that learned, and comparisons of populations.</summary>
internal sealed class Evidence
{
    private readonly StudyContent _content;
    private readonly Func<ErrorsContent, (Population A, Population B)> _populations;

    /// <param name="content">Of one study.</param>
    /// <param name="populations">The predictions behind a comparison of errors.</param>
    public Evidence(StudyContent content, Func<ErrorsContent, (Population A, Population B)> populations)
    {
        (_content, _populations) = (content, populations);
        Networks = [.. content.Models.Where(model => model.Trained && model.IsEvidence).Select(model => new Network(model,
            content.Comparisons.FirstOrDefault(map => map.A == model.Name && map.B == model.Name),
            [.. content.Exhibits.Where(exhibit => exhibit.Models is [var only] && only == model.Name)]))];
    }

    public IReadOnlyList<Network> Networks { get; }

    /// <summary>Whether networks were trained on what the paper's were, and as long, so that accuracies can be compared.</summary>
    public bool AllOfThePapersImages { get; init; }

    /// <summary>Those whose verdict is block structure.</summary>
    public IReadOnlyList<Network> WithBlock => [.. Networks.Where(network => network.HasBlock == true)];

    public IReadOnlyList<ErrorsContent> Errors => _content.Errors;

    /// <summary>A model by its name, whether or not it learned.</summary>
    public ModelContent Model(string name) => _content.Models.First(model => model.Name == name);

    /// <summary>The models that both populations are made of.</summary>
    public (Population A, Population B) PopulationsOf(ErrorsContent errors) => _populations(errors);

    /// <summary>[layers of a, layers of b]; null where the two were not compared.</summary>
    public double[,]? Between(Network a, Network b)
    {
        foreach (LayerMap map in _content.Comparisons)
        {
            if (map.A == a.Model.Name && map.B == b.Model.Name) return map.Matrix.Values;
            if (map.A == b.Model.Name && map.B == a.Model.Name) return Transposed(map.Matrix.Values);
        }
        return null;
    }

    private static double[,] Transposed(double[,] values)
    {
        double[,] turned = new double[values.GetLength(1), values.GetLength(0)];
        for (int i = 0; i < values.GetLength(0); i++)
            for (int j = 0; j < values.GetLength(1); j++) turned[j, i] = values[i, j];
        return turned;
    }
}
