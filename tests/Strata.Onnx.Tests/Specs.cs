using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Onnx.Export;
using Strata.Runtime;
using Strata.Tests;

namespace Strata.Onnx.Tests;

/// <summary>A small network of each family, and of each option that changes operations, with weights that hide nothing.</summary>
internal static class Specs
{
    public static TheoryData<string> All =>
        ["resnet-cifar", "padding", "normalized", "no-residual", "pruned", "basic", "bottleneck", "vit", "efficientnet",
            "imagenet-strides"];

    public static ModelSpec Of(string name) => name switch
    {
        "resnet-cifar" => ResNetCifar.Create(8, 0.5, 4, 3, 16),
        "padding" => Create("resnet-cifar", 8, 0.5, ("shortcut", "padding"), ("bias", false)),
        "normalized" => Create("resnet-cifar", 8, 0.5, ("shortcut", "normalized")),
        "no-residual" => ResNetCifar.Create(8, 0.5, 4, 3, 16, residual: false),
        "pruned" => ResNetCifar.Create(20, 0.5, 4, 3, 16).WithBlocks([2, 1, 3]),
        "basic" => Create("resnet-imagenet", 18, 1, ("varies", "published"), ("block", "basic"), ("scale", 0.125), ("stem", "small")),
        "bottleneck" => Create("resnet-imagenet", 35, 1, ("scale", 0.0625)),
        "vit" => Create("vit", 2, 24, ("patch", 4), ("heads", 3)),
        "efficientnet" => Create("efficientnet", 7, 0.25, ("strides", "small")),
        _ => Create("efficientnet", 10, 0.25),
    };

    /// <summary>Every tensor moved from where it begins: what begins as nothing would hide what is wrong behind it.</summary>
    public static NetworkWeights Weights(ModelSpec spec)
    {
        var weights = NetworkWeights.Initial(spec, seed: 1);
        var random = new RandomSequence(2, "moved weights");
        foreach (ParameterInfo parameter in spec.Parameters)
        {
            float[] values = weights.Read(parameter.Name);
            for (int i = 0; i < values.Length; i++)
                values[i] += parameter.Trainable ? (random.Next(1000) - 500) / 8000f : (random.Next(1000) - 400) / 2500f;
            weights.Write(parameter.Name, values);
        }
        weights.Normalization = Normalization.Parse("0.4,0.5,0.6/0.25,0.3,0.35", null);
        return weights;
    }

    /// <summary>Both forms of a network in a folder.</summary>
    public static (string Own, string Onnx) Write(TemporaryFolder folder, string name)
    {
        using NetworkWeights weights = Weights(Of(name));
        ModelFile.Write(folder["own.safetensors"], weights);
        File.WriteAllBytes(folder["graph.onnx"], OnnxExport.Of(weights));
        return (folder["own.safetensors"], folder["graph.onnx"]);
    }

    private static ModelSpec Create(string family, int depth, double width, params (string Name, object Value)[] options)
        => ModelSpec.Create(family, options.Aggregate(FamilyValues.Of(depth, width),
            (values, option) => values.With(option.Name, option.Value)), new(3, 16), 4);
}
