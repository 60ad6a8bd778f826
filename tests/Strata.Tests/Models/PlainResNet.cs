using Strata.Models;
using static TorchSharp.torch;

namespace Strata.Tests.Models;

/// <summary>
/// The network as the papers define it, in libtorch's own operations and nothing of Strata's: what passes are tested against.
/// </summary>
internal static class PlainResNet
{
    /// <param name="weights">By name; their type is that of the pass.</param>
    /// <param name="images">[n, channels, height, width].</param>
    /// <param name="training">Normalises by the batch's own statistics.</param>
    /// <param name="layer">Told of every layer's output in order of execution.</param>
    /// <returns>Logits [n, classes].</returns>
    public static Tensor Run(
        ModelSpec spec, IReadOnlyDictionary<string, Tensor> weights, Tensor images, bool training, Action<Tensor> layer)
    {
        Tensor Tap(Tensor output)
        {
            layer(output);
            return output;
        }
        Tensor Conv(Tensor x, string name, int stride)
        {
            Tensor kernel = weights[name + ".weight"];
            long padding = kernel.shape[2] / 2;
            return Tap(nn.functional.conv2d(x, kernel, weights[name + ".bias"], strides: [stride, stride], padding: [padding, padding]));
        }
        Tensor Norm(Tensor x, string name)
            => Tap(nn.functional.batch_norm(x, weights[name + ".running_mean"], weights[name + ".running_var"],
                weights[name + ".weight"], weights[name + ".bias"], training, momentum: 0.1, eps: 1e-3));

        bool residual = spec.Graph.Branches.Count > 0;
        Tensor x = Tap(Norm(Conv(Tap(images), "stem.conv", 1), "stem.bn").relu());
        for (int stage = 0; stage < spec.Blocks.Count; stage++)
        {
            for (int block = 0; block < spec.Blocks[stage]; block++)
            {
                string prefix = $"stages.{stage}.{block}.";
                int stride = stage > 0 && block == 0 ? 2 : 1;
                Tensor y = Tap(Norm(Conv(x, prefix + "conv1", stride), prefix + "bn1").relu());
                y = Conv(y, prefix + "conv2", 1);
                Tensor shortcut = residual && stride == 2 ? Conv(x, prefix + "projection", 2) : x;
                y = Norm(y, prefix + "bn2");
                x = Tap((residual ? Tap(y + shortcut) : y).relu());
            }
        }
        x = Tap(x.mean([2, 3], keepdim: true));
        return Tap(nn.functional.linear(Tap(x.flatten(1)), weights["head.weight"], weights["head.bias"]));
    }
}
