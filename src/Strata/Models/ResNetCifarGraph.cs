using Strata.Models.Graph;
using static Strata.Models.Graph.Operation;

namespace Strata.Models;

/// <summary>The network that a <see cref="ResNetCifar"/> stands for (P1 §3): L = 21n + 9 layers with residuals, 18n + 7 without.</summary>
internal static class ResNetCifarGraph
{
    public static NetworkGraph Of(ResNetCifar spec)
    {
        var net = new GraphBuilder();
        int Norm(string name, int x) => net.Add(name, new BatchNorm(spec.BatchNormEpsilon), [x]);
        int Rectify(string name, int x) => net.Add(name, new Relu(), [x]);

        int x = net.Add("input", new Input(spec.Channels, spec.Size, spec.Size), []);
        x = net.Add("stem.conv", new Convolution(spec.Filters(0), 3, 1), [x]);
        x = Rectify("stem.relu", Norm("stem.bn", x));
        for (int stage = 0; stage < spec.Blocks.Count; stage++)
        {
            int filters = spec.Filters(stage);
            int Project(int x) => net.Add($"stages.{stage}.0.projection", new Convolution(filters, 1, 2), [x], kind: "projection");

            // All its residual branches being gone, a stage that changes the shape is its projection and the ReLU behind it.
            if (stage > 0 && spec.Blocks[stage] == 0)
            {
                net.Enter(stage, 0);
                x = Rectify($"stages.{stage}.0.relu2", Project(x));
            }
            for (int block = 0; block < spec.Blocks[stage]; block++)
            {
                net.Enter(stage, block);
                string prefix = $"stages.{stage}.{block}.";
                int stride = ResNetCifar.Downsamples(stage, block) ? 2 : 1, shortcut = x;
                x = net.Add(prefix + "conv1", new Convolution(filters, 3, stride), [x]);
                x = Rectify(prefix + "relu1", Norm(prefix + "bn1", x));
                x = net.Add(prefix + "conv2", new Convolution(filters, 3, 1), [x]);
                if (spec.Residual && stride == 2) shortcut = Project(shortcut);
                x = Norm(prefix + "bn2", x);
                if (spec.Residual) x = net.Add(prefix + "add", new Addition(), [x, shortcut]);
                x = Rectify(prefix + "relu2", x);
            }
        }
        net.Enter(null, null);
        x = net.Add("flatten", new Flatten(), [net.Add("pool", new AveragePool(), [x])]);
        net.Add("logits", new Dense(spec.Classes), [x], kind: "logits", weights: "head");
        return net.Build();
    }
}
