using System.Diagnostics;
using Strata.Activations;
using TorchSharp;

namespace Strata.Analysis;

/// <summary>How fast networks classify, in fp32, measured side by side.</summary>
/// <param name="ImagesPerSecond">[models]: the median over the rounds.</param>
/// <param name="Slowest">[models].</param>
/// <param name="Fastest">[models].</param>
public sealed record InferenceSpeed(double[] ImagesPerSecond, double[] Slowest, double[] Fastest, int Rounds, int Batch)
{
    /// <summary>
    /// Times forward passes over test images in turn, model by model, so that whatever else the machine does meets all of them.
    /// </summary>
    /// <param name="models">On images of the same set.</param>
    /// <param name="rounds">Timed rounds after one that is not.</param>
    public static InferenceSpeed Of(IReadOnlyList<TrainedModel> models, int rounds = 7, int batch = 250)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        double[][] speeds = [.. models.Select(_ => new double[rounds])];
        for (int round = -1; round < rounds; round++)
        {
            for (int m = 0; m < models.Count; m++)
            {
                TrainedModel model = models[m];
                int[] examples = [.. Enumerable.Range(0, Math.Min(batch, model.ExampleCount))];
                using torch.Tensor images = model.Images(examples);
                int seen = 0;
                var clock = Stopwatch.StartNew();
                // Small networks are through a batch in milliseconds, which a clock and a scheduler blur.
                do
                {
                    using torch.Tensor logits = model.Forward.Run(images);
                    seen += examples.Length;
                }
                while (clock.Elapsed.TotalSeconds < 0.2);
                if (round >= 0) speeds[m][round] = seen / clock.Elapsed.TotalSeconds;
            }
        }
        double[][] ordered = [.. speeds.Select(s => s.Order().ToArray())];
        return new([.. ordered.Select(s => (s[(rounds - 1) / 2] + s[rounds / 2]) / 2)], [.. ordered.Select(s => s[0])],
            [.. ordered.Select(s => s[^1])], rounds, batch);
    }
}
