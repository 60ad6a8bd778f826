using Strata.Studies.Matching;

namespace Strata.Studies.Tests.Matching;

public class WidthCurveTests
{
    private static double? Meets(double accuracy, params (double Width, int Models, double Mean)[] points)
        => WidthCurve.Meets(points.Select(p => new WidthPoint(p.Width, p.Models, p.Mean)), accuracy);

    [Fact]
    public void Between_two_points_it_is_linear_in_the_logarithm_of_the_width()
    {
        Assert.Equal(2, Meets(85, (1, 5, 80), (4, 5, 90))!.Value, 1e-12);
        Assert.Equal(Math.Pow(4, .25), Meets(82.5, (4, 5, 90), (1, 5, 80))!.Value, 1e-12);
        Assert.Equal(1, Meets(80, (1, 5, 80), (4, 5, 90))!.Value, 1e-12);
        Assert.Equal(4, Meets(90, (1, 5, 80), (4, 5, 90))!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(8), Meets(88, (1, 5, 80), (2, 5, 86), (4, 5, 90))!.Value, 1e-12);
    }

    [Fact]
    public void What_falls_by_chance_is_averaged_by_its_models()
    {
        // 2 and 3 together are (84 · 1 + 82 · 3)/4 = 82.5: the curve is 80, 82.5, 82.5, 90.
        Assert.Equal(Math.Sqrt(6), Meets(82.5, (1, 5, 80), (2, 1, 84), (3, 3, 82), (4, 5, 90))!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(12), Meets(86.25, (1, 5, 80), (2, 1, 84), (3, 3, 82), (4, 5, 90))!.Value, 1e-12);
        // One that falls far pulls down all before it.
        Assert.Equal(Math.Sqrt(3), Meets(80, (1, 1, 90), (2, 1, 80), (3, 1, 70))!.Value, 1e-12);
    }

    [Fact]
    public void An_accuracy_that_no_width_reaches_has_none()
    {
        Assert.Null(Meets(79, (1, 5, 80), (4, 5, 90)));
        Assert.Null(Meets(91, (1, 5, 80), (4, 5, 90)));
    }

    /// <summary>Curves whose truth is known, with as much noise as networks have: what is found is near.</summary>
    [Fact]
    public void The_width_of_noisy_points_is_near_the_true_one()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Strata.Runtime.RandomSequence(seed, "curve");
            // 80 % at 1x and 6 points more for each doubling; a mean of ten networks is known to .3 points.
            double width = Meets(88, [.. new[] { 1, 1.5, 2, 3, 4 }.Select(w => (w, 10, 80 + 6 * Math.Log2(w) + .3 * random.NextNormal()))])!
                .Value;
            Assert.Equal(8.0 / 6, Math.Log2(width), .2);
        }
    }
}
