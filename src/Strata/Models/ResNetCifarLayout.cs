namespace Strata.Models;

/// <summary>The layers and the weights of a <see cref="ResNetCifar"/>, listed in order of execution.</summary>
internal static class ResNetCifarLayout
{
    /// <summary>Every operation's output (P1 §3): L = 21n + 9 with residuals, 18n + 7 without.</summary>
    public static IReadOnlyList<LayerInfo> Layers(ResNetCifar spec)
    {
        var layers = new List<LayerInfo>();
        void Add(string name, string kind, int? stage, int? block, params int[] shape)
            => layers.Add(new(layers.Count, name, kind, stage, block, shape));

        int[] stem = [spec.Filters(0), spec.Size, spec.Size];
        Add("input", "input", null, null, spec.Channels, spec.Size, spec.Size);
        Add("stem.conv", "conv", null, null, stem);
        Add("stem.bn", "bn", null, null, stem);
        Add("stem.relu", "relu", null, null, stem);
        for (int stage = 0; stage < spec.Blocks.Count; stage++)
        {
            int[] shape = [spec.Filters(stage), spec.SizeOf(stage), spec.SizeOf(stage)];
            if (spec.IsProjectionAlone(stage))
            {
                Add($"stages.{stage}.0.projection", "projection", stage, 0, shape);
                Add($"stages.{stage}.0.relu2", "relu", stage, 0, shape);
            }
            for (int block = 0; block < spec.Blocks[stage]; block++)
            {
                string prefix = $"stages.{stage}.{block}.";
                void AddInBlock(string name, string kind) => Add(prefix + name, kind, stage, block, shape);

                AddInBlock("conv1", "conv");
                AddInBlock("bn1", "bn");
                AddInBlock("relu1", "relu");
                AddInBlock("conv2", "conv");
                if (spec.Residual && ResNetCifar.Downsamples(stage, block)) AddInBlock("projection", "projection");
                AddInBlock("bn2", "bn");
                if (spec.Residual) AddInBlock("add", "add");
                AddInBlock("relu2", "relu");
            }
        }
        int features = spec.Filters(spec.Blocks.Count - 1);
        Add("pool", "pool", null, null, features, 1, 1);
        Add("flatten", "flatten", null, null, features);
        Add("logits", "logits", null, null, spec.Classes);
        return layers;
    }

    /// <summary>Every tensor under the name that PyTorch would give it.</summary>
    public static IReadOnlyList<ParameterInfo> Parameters(ResNetCifar spec)
    {
        var parameters = new List<ParameterInfo>();
        void Add(string name, ParameterRole role, params int[] shape) => parameters.Add(new(name, shape, role));
        void AddConvolution(string name, int from, int to, int kernel)
        {
            Add($"{name}.weight", ParameterRole.Kernel, to, from, kernel, kernel);
            Add($"{name}.bias", ParameterRole.Bias, to);
        }
        void AddBatchNorm(string name, int channels)
        {
            Add($"{name}.weight", ParameterRole.Scale, channels);
            Add($"{name}.bias", ParameterRole.Bias, channels);
            Add($"{name}.running_mean", ParameterRole.RunningMean, channels);
            Add($"{name}.running_var", ParameterRole.RunningVariance, channels);
        }

        int filters = spec.Filters(0);
        AddConvolution("stem.conv", spec.Channels, filters, 3);
        AddBatchNorm("stem.bn", filters);
        for (int stage = 0; stage < spec.Blocks.Count; stage++)
        {
            if (spec.IsProjectionAlone(stage)) AddConvolution($"stages.{stage}.0.projection", filters, spec.Filters(stage), 1);
            if (spec.Blocks[stage] == 0) filters = spec.Filters(stage);
            for (int block = 0; block < spec.Blocks[stage]; block++)
            {
                string prefix = $"stages.{stage}.{block}";
                int from = filters;
                filters = spec.Filters(stage);
                AddConvolution($"{prefix}.conv1", from, filters, 3);
                AddBatchNorm($"{prefix}.bn1", filters);
                AddConvolution($"{prefix}.conv2", filters, filters, 3);
                if (spec.Residual && ResNetCifar.Downsamples(stage, block)) AddConvolution($"{prefix}.projection", from, filters, 1);
                AddBatchNorm($"{prefix}.bn2", filters);
            }
        }
        Add("head.weight", ParameterRole.Kernel, spec.Classes, filters);
        Add("head.bias", ParameterRole.Bias, spec.Classes);
        return parameters;
    }
}
