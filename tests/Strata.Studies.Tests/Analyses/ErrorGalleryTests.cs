using Strata.Studies.Analyses;

namespace Strata.Studies.Tests.Analyses;

public class ErrorGalleryTests
{
    [Fact]
    public void The_most_different_come_first_and_every_class_and_mistake_has_some()
    {
        // Class 0 has 700 examples that differ by 100 points, class 1 ten that are equal, of which one is taken for class 2.
        const int Different = 700, Equal = 10;
        int[] labels = [.. Enumerable.Repeat(0, Different), .. Enumerable.Repeat(1, Equal)];
        double[] a = [.. labels.Select(label => label == 0 ? 100.0 : 50)], b = [.. labels.Select(label => label == 0 ? 0.0 : 50)];
        int[] mistaken = [.. labels.Select((_, e) => e == Different + Equal - 1 ? 2 : -1)];
        int[] chosen = ErrorGallery.Choose(new(labels, a, b, a, a, b, b) { MistakenA = mistaken, MistakenB = mistaken });
        Assert.Equal(chosen.Distinct(), chosen);
        Assert.Equal(Enumerable.Range(0, 600), chosen.Take(600));
        Assert.Equal(8, chosen.Count(e => labels[e] == 1 && mistaken[e] < 0));
        Assert.Contains(Different + Equal - 1, chosen);
        // What examples are taken for is not known of earlier results.
        Assert.Equal(608, ErrorGallery.Choose(new(labels, a, b, a, a, b, b)).Length);
    }
}
