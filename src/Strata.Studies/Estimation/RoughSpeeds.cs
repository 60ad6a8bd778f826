using Strata.Models;
using Strata.Models.Families;
using Strata.Processor;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Studies.Estimation;

/// <summary>
/// How fast the whole machine is, from a second or two of measuring, for many studies at once: training steps of ResNet-14 on small
/// images, and of a narrow and a wide one on larger images. Other networks and all other work go by these.
/// </summary>
internal sealed class RoughSpeeds
{
    /// <summary>Of the time that a measurement takes elsewhere.</summary>
    private const double Share = .2;

    private const int Small = 8, Large = 32, Batch = 128;
    private const double Narrow = 1, Wide = 4;

    private readonly double _small, _narrow, _wide;

    /// <param name="threads">That are used in all.</param>
    public RoughSpeeds(int threads)
    {
        int before = Threads.Current;
        try
        {
            // Small networks train side by side, with one thread each.
            Threads.Set(1);
            _small = threads * Measure(Small, Narrow);
            Threads.Set(threads);
            _narrow = Measure(Large, Narrow);
            _wide = Measure(Large, Wide);
        }
        finally
        {
            Threads.Set(before);
        }
    }

    /// <summary>In between narrow and wide, as far as the width is along their ratio.</summary>
    public double MultiplyAddsPerSecond(ModelSpec spec)
    {
        if (spec.Size <= 2 * Small) return _small;
        double along = Math.Clamp(Math.Log(spec.Width / Narrow) / Math.Log(Wide / Narrow), 0, 1);
        return Math.Pow(_narrow, 1 - along) * Math.Pow(_wide, along);
    }

    private static double Measure(int size, double width)
    {
        var spec = ModelSpec.Create("resnet-cifar", FamilyValues.Of(14, width), new(3, size), classes: 10);
        var options = new TrainingOptions
        {
            Batch = Batch,
            Precision = CpuFeatures.Detect().HasFastBf16 ? Precision.Bf16 : Precision.Fp32,
        };
        // A backward pass takes two products where the forward pass takes one.
        return 3.0 * spec.MultiplyAdds * Batch / TrainingProbe.SecondsPerStep(spec, options, Share);
    }
}
