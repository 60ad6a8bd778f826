using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Models;

/// <summary>The forward pass of a <see cref="ResNetCifar"/> in inference mode and fp32 (no tensor here asks for gradients), showing every layer as it goes by.</summary>
internal sealed class ResNetCifarForward(ResNetCifar spec, NetworkWeights weights)
{
    /// <param name="images">float32 [n, channels, height, width].</param>
    /// <param name="visit">Called with each layer's index and output, in order of execution; the output lives until the visit returns.</param>
    /// <returns>Logits, float32 [n, classes], in the caller's scope.</returns>
    public Tensor Run(Tensor images, Action<int, Tensor>? visit = null)
    {
        using DisposeScope scope = NewDisposeScope();
        int layer = 0;
        Tensor Shown(Tensor output)
        {
            visit?.Invoke(layer, output);
            layer++;
            return output;
        }

        Tensor x = Shown(images);
        x = Replace(x, Shown(Convolve(x, "stem.conv", 1)), keep: true);
        x = Replace(x, Shown(Normalize(x, "stem.bn")));
        x = Replace(x, Shown(nn.functional.relu(x)));
        return Stages(x, 0, Shown).MoveToOuterDisposeScope();
    }

    /// <summary>Goes on from the input of a stage, or with the number of stages from the output of the last.</summary>
    /// <param name="input">float32 [n, ...]; it stays the caller's.</param>
    /// <returns>Logits, float32 [n, classes], in the caller's scope.</returns>
    public Tensor RunFrom(int stage, Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return Stages(input.alias(), stage, output => output).MoveToOuterDisposeScope();
    }

    /// <summary>What a stage does when all its residual branches are deleted: nothing in the first, in the others the projection and the ReLU.</summary>
    /// <param name="input">float32 [n, ...]; it stays the caller's.</param>
    /// <returns>In the caller's scope.</returns>
    public Tensor Shortcut(int stage, Tensor input)
    {
        if (stage == 0) return input.alias();
        using Tensor projected = Convolve(input, $"stages.{stage}.0.projection", 2);
        return nn.functional.relu(projected);
    }

    /// <summary>From the input of a stage, which is freed, to the logits.</summary>
    private Tensor Stages(Tensor x, int first, Func<Tensor, Tensor> shown)
    {
        for (int stage = first; stage < spec.Blocks.Count; stage++)
        {
            if (spec.IsProjectionAlone(stage))
            {
                x = Replace(x, shown(Convolve(x, $"stages.{stage}.0.projection", 2)));
                x = Replace(x, shown(nn.functional.relu(x)));
            }
            for (int block = 0; block < spec.Blocks[stage]; block++)
            {
                string prefix = $"stages.{stage}.{block}";
                int stride = ResNetCifar.Downsamples(stage, block) ? 2 : 1;
                Tensor input = x;
                x = shown(Convolve(input, $"{prefix}.conv1", stride));
                x = Replace(x, shown(Normalize(x, $"{prefix}.bn1")));
                x = Replace(x, shown(nn.functional.relu(x)));
                x = Replace(x, shown(Convolve(x, $"{prefix}.conv2", 1)));
                Tensor shortcut = spec.Residual && stride == 2 ? shown(Convolve(input, $"{prefix}.projection", stride)) : input;
                x = Replace(x, shown(Normalize(x, $"{prefix}.bn2")));
                if (spec.Residual) x = Replace(x, shown(x + shortcut));
                x = Replace(x, shown(nn.functional.relu(x)));
                if (!ReferenceEquals(shortcut, input)) shortcut.Dispose();
                input.Dispose();
            }
        }
        x = Replace(x, shown(x.mean([2, 3], keepdim: true)));
        x = Replace(x, shown(x.flatten(1)));
        return shown(addmm(weights["head.bias"], x, weights["head.weight"].t(), 1, 1));
    }

    private Tensor Convolve(Tensor x, string name, int stride)
    {
        Tensor weight = weights[$"{name}.weight"];
        long padding = weight.shape[2] / 2;
        return nn.functional.conv2d(x, weight, weights[$"{name}.bias"], strides: [stride, stride], padding: [padding, padding]);
    }

    private Tensor Normalize(Tensor x, string name)
        => nn.functional.batch_norm(x, weights[$"{name}.running_mean"], weights[$"{name}.running_var"], weights[$"{name}.weight"], weights[$"{name}.bias"], training: false, eps: spec.BatchNormEpsilon);

    /// <summary>Frees an activation as soon as its successor is there; the caller's images stay the caller's.</summary>
    private static Tensor Replace(Tensor old, Tensor next, bool keep = false)
    {
        if (!keep) old.Dispose();
        return next;
    }
}
