namespace Strata.Report.Page;

/// <summary>By what the page's models can be filtered: every factor that has several values in the study.</summary>
internal static class Facets
{
    private static readonly (string Name, Func<Configuration, ModelContent, string> Of)[] s_all =
    [
        ("study", (c, _) => c.Study),
        ("network", (c, _) => c.Network + c.Variant),
        // Of an ONNX graph neither is known.
        ("depth", (c, _) => c.Depth == 0 ? "not known" : $"{c.Depth}"),
        ("width", (c, _) => c.Depth == 0 ? "not known" : c.WidthLabel),
        ("data", (c, _) => c.FractionLabel),
        ("rate", (c, _) => c.Trained ? Configuration.Written(c.LearningRate) : "none"),
        ("decay", (c, _) => c.Trained ? Configuration.Written(c.WeightDecay) : "none"),
        ("seed", (_, model) => $"{model.Seed}"),
        ("training", (c, model) => !c.Trained ? "untrained" : StudyView.Failing(model) ?? "trained"),
    ];

    /// <summary>Names of factors with the model's values.</summary>
    public static IReadOnlyDictionary<string, string> Of(StudyView study, ModelContent model)
    {
        // An untrained control has no recipe, which is no value of it.
        bool Varies((string Name, Func<Configuration, ModelContent, string> Of) facet)
            => study.Content.Models.Where(other => other.Trained || facet.Name == "training")
                .Select(other => facet.Of(Configuration.Of(other), other)).Distinct().Count() > 1;
        return s_all.Where(Varies).ToDictionary(facet => facet.Name, facet => facet.Of(Configuration.Of(model), model));
    }
}
