using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Strata.Engine;
using Strata.Models;
using Strata.Onnx.Running;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Onnx.Export;

/// <summary>A network as OnnxRuntime loaded it from the bytes that were exported.</summary>
public sealed class ExportedNetwork : IDisposable
{
    private readonly InferenceSession _session;

    /// <param name="name">What to call it.</param>
    /// <param name="bytes">As <see cref="OnnxExport.Of"/> gives them.</param>
    public ExportedNetwork(string name, byte[] bytes)
    {
        Name = name;
        using SessionOptions options = GraphRunner.Options(Threads.Current);
        _session = new(bytes, options);
    }

    public string Name { get; }

    /// <summary>The largest difference between logits in OnnxRuntime and here.</summary>
    /// <param name="weights">The network.</param>
    /// <param name="images">[count, channels, height, width], as the network sees them.</param>
    /// <param name="count">Images.</param>
    /// <returns>Both in units of the logits.</returns>
    public (double Difference, double Range) Check(NetworkWeights weights, float[] images, int count)
    {
        ArgumentNullException.ThrowIfNull(weights);
        using DisposeScope scope = NewDisposeScope();
        ModelSpec spec = weights.Spec;
        using Tensor batch = TensorMemory.Of(images, count, spec.Channels, spec.Size, spec.Size);
        Span<float> own = TensorMemory.Span<float>(new ForwardPass(weights).Run(TensorMemory.ToChannelsLast(batch)).contiguous());
        using OrtValue input = Batched(spec, images, count);
        using IDisposableReadOnlyCollection<OrtValue> outputs = Run(input);
        ReadOnlySpan<float> other = outputs[0].GetTensorDataAsSpan<float>();
        (double difference, double least, double most) = (0, double.PositiveInfinity, double.NegativeInfinity);
        for (int i = 0; i < own.Length; i++)
        {
            // A number that is none in one of them is as far as can be.
            double apart = Math.Abs((double)own[i] - other[i]);
            difference = double.IsNaN(apart) ? double.PositiveInfinity : Math.Max(difference, apart);
            (least, most) = (Math.Min(least, own[i]), Math.Max(most, own[i]));
        }
        return (difference, most - least);
    }

    /// <summary>Milliseconds of a batch: networks in turn, so that whatever else the machine does meets all of them.</summary>
    /// <param name="networks">With their architectures, all on images of one size.</param>
    /// <param name="images">[batch, channels, height, width].</param>
    /// <param name="batch">Images of a batch.</param>
    /// <param name="rounds">Timed rounds after one that is not.</param>
    /// <returns>For each network its rounds, ascending.</returns>
    public static double[][] Time(IReadOnlyList<(ExportedNetwork Network, ModelSpec Spec)> networks, float[] images, int batch, int rounds)
    {
        ArgumentNullException.ThrowIfNull(networks);
        double[][] times = [.. networks.Select(_ => new double[rounds])];
        for (int round = -1; round < rounds; round++)
        {
            foreach (var (n, (network, spec)) in networks.Index())
            {
                using OrtValue input = Batched(spec, images, batch);
                int runs = 0;
                var clock = Stopwatch.StartNew();
                // Small networks are through a batch in less than a millisecond, which a clock and a scheduler blur.
                do
                {
                    using IDisposableReadOnlyCollection<OrtValue> outputs = network.Run(input);
                    runs++;
                }
                while (clock.Elapsed.TotalSeconds < 0.2);
                if (round >= 0) times[n][round] = clock.Elapsed.TotalMilliseconds / runs;
            }
        }
        return [.. times.Select(each => each.Order().ToArray())];
    }

    public void Dispose() => _session.Dispose();

    private IDisposableReadOnlyCollection<OrtValue> Run(OrtValue input)
    {
        using var options = new RunOptions();
        return _session.Run(options, [OnnxExport.Input], [input], [OnnxExport.Output]);
    }

    private static OrtValue Batched(ModelSpec spec, float[] images, int count)
        => OrtValue.CreateTensorValueFromMemory(images, [count, spec.Channels, spec.Size, spec.Size]);
}
