using Strata.Models;

namespace Strata.Report.Tests.Page;

/// <summary>A study whose every text tries to be markup.</summary>
internal static class Hostile
{
    public const string Markup = "</script><script>hostile=1</script><img hostile src=x onerror=\"hostile=1\">'\"&{{data}}";

    public static StudyContent Study()
    {
        StudyContent study = Samples.Study();
        ModelContent model = study.Models[0] with { Name = Markup, Family = Markup, Warnings = [Markup] };
        LayerMap within = study.Comparisons[0];
        LayerInfo[] layers = [.. within.Matrix.LayersA.Select(layer => layer with { Name = Markup, Kind = Markup })];
        return study with
        {
            Title = Markup,
            Name = Markup,
            StudyJson = Markup,
            Models = [model],
            Comparisons = [within with { A = Markup, B = Markup,
                Matrix = within.Matrix with { LayersA = layers, LayersB = layers, Warnings = [Markup],
                    Undefined = [new(Markup, Markup, Markup)] } }],
            Warnings = [Markup],
            HowItWasMade = [new(Markup, Markup)],
        };
    }
}
