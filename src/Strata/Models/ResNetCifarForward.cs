using System.Collections.Concurrent;
using Strata.Models.Kernels;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Models;

/// <summary>
/// The forward pass of a <see cref="ResNetCifar"/> in inference mode and fp32 (no tensor here asks for gradients), showing the layers that
/// are wanted as they go by. It runs channels-last, and what stands between two layers that are looked at is one pass over memory.
/// </summary>
/// <param name="spec">What network.</param>
/// <param name="weights">Its weights, of which the first pass keeps a form of its own; they stay the caller's.</param>
/// <param name="ownConvolutions">False: all by libtorch, as where the processor does not allow others.</param>
internal sealed class ResNetCifarForward(ResNetCifar spec, NetworkWeights weights, bool ownConvolutions = true)
{
    /// <summary>By name, made when they are first needed.</summary>
    private readonly ConcurrentDictionary<string, Lazy<WinogradConvolution?>> _convolutions = new();

    /// <param name="images">float32 [n, channels, height, width].</param>
    /// <param name="visit">Called with each wanted layer's index and output, in order of execution; the output lives until the visit
    /// returns.</param>
    /// <param name="wanted">By a layer's index; null: every layer.</param>
    /// <returns>Logits, float32 [n, classes], in the caller's scope.</returns>
    public Tensor Run(Tensor images, Action<int, Tensor>? visit = null, Func<int, bool>? wanted = null)
    {
        using DisposeScope scope = NewDisposeScope();
        var taps = new Taps(visit, wanted);
        taps.Show(images);
        Tensor x = Convolve(TensorMemory.ToChannelsLast(images), "stem.conv", 1);
        taps.Show(x);
        Finish(x, "stem.bn", null, taps);
        return Stages(x, 0, taps).MoveToOuterDisposeScope();
    }

    /// <summary>Goes on from the input of a stage, or with the number of stages from the output of the last.</summary>
    /// <param name="input">float32 [n, ...]; it stays the caller's.</param>
    /// <returns>Logits, float32 [n, classes], in the caller's scope.</returns>
    public Tensor RunFrom(int stage, Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return Stages(input.alias(), stage, new(null, null)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// What a stage does when all its residual branches are deleted: nothing in the first, in the others the projection and the ReLU.
    /// </summary>
    /// <param name="input">float32 [n, ...]; it stays the caller's.</param>
    /// <returns>In the caller's scope.</returns>
    public Tensor Shortcut(int stage, Tensor input)
    {
        if (stage == 0) return input.alias();
        using Tensor projected = Convolve(input, $"stages.{stage}.0.projection", 2);
        return nn.functional.relu(projected);
    }

    /// <summary>From the input of a stage, which is freed, to the logits.</summary>
    private Tensor Stages(Tensor x, int first, Taps taps)
    {
        for (int stage = first; stage < spec.Blocks.Count; stage++)
        {
            if (spec.IsProjectionAlone(stage))
            {
                using Tensor input = x;
                x = Convolve(input, $"stages.{stage}.0.projection", 2);
                taps.Show(x);
                Tensor projected = x;
                x = nn.functional.relu(projected);
                projected.Dispose();
                taps.Show(x);
            }
            for (int block = 0; block < spec.Blocks[stage]; block++)
            {
                string prefix = $"stages.{stage}.{block}";
                int stride = ResNetCifar.Downsamples(stage, block) ? 2 : 1;
                using Tensor input = x, middle = Convolve(input, $"{prefix}.conv1", stride);
                taps.Show(middle);
                Finish(middle, $"{prefix}.bn1", null, taps);
                x = Convolve(middle, $"{prefix}.conv2", 1);
                taps.Show(x);
                using Tensor? projection = spec.Residual && stride == 2 ? Convolve(input, $"{prefix}.projection", stride) : null;
                if (projection is not null) taps.Show(projection);
                Finish(x, $"{prefix}.bn2", spec.Residual ? projection ?? input : null, taps);
            }
        }
        Tensor pooled = x.mean([2, 3], keepdim: true);
        x.Dispose();
        taps.Show(pooled);
        Tensor flat = pooled.flatten(1);
        taps.Show(flat);
        Tensor logits = addmm(weights["head.bias"], flat, weights["head.weight"].t(), 1, 1);
        taps.Show(logits);
        return logits;
    }

    /// <summary>What a batch norm does to each channel in inference: y = factor·x + offset.</summary>
    public (float[] Factors, float[] Offsets) Normalization(string name)
    {
        float[] mean = weights.Read($"{name}.running_mean"), variance = weights.Read($"{name}.running_var"),
            scale = weights.Read($"{name}.weight"), shift = weights.Read($"{name}.bias");
        float[] factors = [.. scale.Select((s, c) => (float)(s / Math.Sqrt(variance[c] + spec.BatchNormEpsilon)))];
        return (factors, [.. shift.Select((s, c) => s - mean[c] * factors[c])]);
    }

    /// <summary>Null where the processor or the width does not allow it.</summary>
    private WinogradConvolution? Prepare(string name)
    {
        Tensor weight = weights[$"{name}.weight"];
        if (WinogradConvolution.TryCreate((int)weight.shape[1], (int)weight.shape[0]) is not { } convolution) return null;
        convolution.Set(weights.Read($"{name}.weight"), weights.Read($"{name}.bias"));
        return convolution;
    }

    private Tensor Convolve(Tensor x, string name, int stride)
    {
        Tensor weight = weights[$"{name}.weight"];
        if (ownConvolutions && stride == 1 && weight.shape[2] == 3
            && _convolutions.GetOrAdd(name, key => new(() => Prepare(key))).Value is { } convolution) return convolution.Run(x);
        long padding = weight.shape[2] / 2;
        return nn.functional.conv2d(x, weight, weights[$"{name}.bias"], strides: [stride, stride], padding: [padding, padding]);
    }

    /// <summary>
    /// Batch norm, addition (with a shortcut) and ReLU on the output of a convolution, in place: all that is not looked at in between is
    /// one pass.
    /// </summary>
    private unsafe void Finish(Tensor x, string norm, Tensor? shortcut, Taps taps)
    {
        (float[]? factors, float[]? offsets) = Normalization(norm);
        long[] shape = x.shape;
        float* values = TensorMemory.ChannelsLast<float>(x);
        float* added = null;

        void Pass(bool rectify)
        {
            ChannelKernel.Apply(values, shape[0] * shape[2] * shape[3], (int)shape[1], factors, offsets, added, rectify);
            (factors, offsets) = (null, null);
            added = null;
        }

        if (taps.Wants()) Pass(rectify: false);
        taps.Show(x);
        if (shortcut is not null)
        {
            added = TensorMemory.ChannelsLast<float>(shortcut);
            if (taps.Wants()) Pass(rectify: false);
            taps.Show(x);
        }
        Pass(rectify: true);
        taps.Show(x);
    }

    /// <summary>Counts layers in their order of execution and shows those that are wanted.</summary>
    private sealed class Taps(Action<int, Tensor>? visit, Func<int, bool>? wanted)
    {
        private int _next;

        /// <summary>Whether the next layer is wanted.</summary>
        public bool Wants() => visit is not null && (wanted is null || wanted(_next));

        public void Show(Tensor output)
        {
            if (Wants()) visit!(_next, output);
            _next++;
        }
    }
}
