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
        for (int stage = 0; stage < spec.Blocks.Count; stage++)
        {
            for (int block = 0; block < spec.Blocks[stage]; block++)
            {
                string prefix = $"stages.{stage}.{block}";
                int stride = ResNetCifar.Downsamples(stage, block) ? 2 : 1;
                Tensor input = x;
                x = Shown(Convolve(input, $"{prefix}.conv1", stride));
                x = Replace(x, Shown(Normalize(x, $"{prefix}.bn1")));
                x = Replace(x, Shown(nn.functional.relu(x)));
                x = Replace(x, Shown(Convolve(x, $"{prefix}.conv2", 1)));
                Tensor shortcut = spec.Residual && stride == 2 ? Shown(Convolve(input, $"{prefix}.projection", stride)) : input;
                x = Replace(x, Shown(Normalize(x, $"{prefix}.bn2")));
                if (spec.Residual) x = Replace(x, Shown(x + shortcut));
                x = Replace(x, Shown(nn.functional.relu(x)));
                if (!ReferenceEquals(shortcut, input)) shortcut.Dispose();
                input.Dispose();
            }
        }
        x = Replace(x, Shown(x.mean([2, 3], keepdim: true)));
        x = Replace(x, Shown(x.flatten(1)));
        return Shown(addmm(weights["head.bias"], x, weights["head.weight"].t(), 1, 1)).MoveToOuterDisposeScope();
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
