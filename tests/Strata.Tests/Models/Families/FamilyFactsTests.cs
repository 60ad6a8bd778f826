using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Tests.Models.Families;

/// <summary>Published and torchvision's numbers of the families: parameters, multiply-adds, layers.</summary>
public sealed class FamilyFactsTests
{
    /// <summary>Parameters of 1,000 classes, billions of multiply-adds at 224, layers.</summary>
    [Theory]
    [InlineData(50, 1, 25_557_032, 4.09, 125)]
    [InlineData(83, 1, 37_846_248, 6.49, 202)]
    [InlineData(50, 2.8, 75_453_000, 13.45, 125)]
    [InlineData(68, 1, 32_260_000, 5.40, 167)]
    [InlineData(104, 1, 45_666_000, 8.02, 251)]
    [InlineData(176, 1, 72_479_000, 13.26, 419)]
    [InlineData(50, 2, 48_122_000, 8.28, 125)]
    [InlineData(50, 4, 131_787_000, 24.20, 125)]
    [InlineData(50, 8, 453_257_000, 86.27, 125)]
    public void ResNets_of_ImageNet(int depth, double width, long parameters, double billions, int layers)
    {
        ModelSpec spec = ModelSpec.Create("resnet-imagenet", FamilyValues.Of(depth, width), new(3, 224), 1000);
        Assert.Equal(parameters, spec.ParameterCount, parameters == 25_557_032 ? 0 : 600.0);
        Assert.Equal(billions, spec.MultiplyAdds / 1e9, 0.006);
        Assert.Equal(layers, spec.Layers.Count);
    }

    /// <summary>Parameters and billions of multiply-adds that torchvision publishes.</summary>
    [Theory]
    [InlineData(18, "basic", 11_689_512, 1.81)]
    [InlineData(34, "basic", 21_797_672, 3.66)]
    [InlineData(50, "bottleneck", 25_557_032, 4.09)]
    [InlineData(101, "bottleneck", 44_549_160, 7.80)]
    [InlineData(152, "bottleneck", 60_192_808, 11.51)]
    public void Published_ResNets_of_ImageNet(int depth, string block, long parameters, double billions)
    {
        FamilyValues values = FamilyValues.Of(depth).With("block", block).With("varies", "published");
        ModelSpec spec = ModelSpec.Create("resnet-imagenet", values, new(3, 224), 1000);
        Assert.Equal(parameters, spec.ParameterCount);
        Assert.Equal(billions, spec.MultiplyAdds / 1e9, 0.006);
    }

    [Theory]
    [InlineData("resnet-cifar", 14, 65, "8 to 64")]
    [InlineData("resnet-imagenet", 50, 8, "16 to 512")]
    [InlineData("vit", 2, 516, "4 to 512")]
    [InlineData("efficientnet", 16, 8, "16 to 800")]
    public void Images_of_other_sizes_are_refused_with_those_that_fit(string family, int depth, int side, string range)
    {
        var refused = Assert.Throws<InvalidOptionsException>(() => ModelSpec.Create(family, FamilyValues.Of(depth), new(3, side), 10));
        Assert.Contains($"size: images of {side}x{side} pixels, expected {range} each way", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Of akamaster/pytorch_resnet_cifar10, as its README counts them.</summary>
    [Theory]
    [InlineData(20, 269_722)]
    [InlineData(32, 464_154)]
    [InlineData(56, 853_018)]
    public void CIFAR_ResNets_with_padded_shortcuts(int depth, long parameters)
    {
        FamilyValues values = FamilyValues.Of(depth).With("shortcut", "padding").With("bias", false);
        Assert.Equal(parameters, ModelSpec.Create("resnet-cifar", values, new(3, 32), 10).ParameterCount);
    }

    /// <summary>What came later leaves the metadata, and so the keys, of what was there as they were.</summary>
    [Fact]
    public void Options_that_came_later_are_described_only_where_they_change_something()
    {
        Assert.DoesNotContain("shortcut", ResNetCifar.Create(8, 1, 10, 3, 32).Metadata.Keys);
        ModelSpec padded = ModelSpec.Create("resnet-cifar", FamilyValues.Of(8).With("shortcut", "padding"), new(3, 32), 10);
        Assert.Equal("padding", padded.Metadata["shortcut"]);
        Assert.Equal(padded, ModelSpec.FromMetadata(padded.Metadata));
    }

    /// <summary>With 200 classes at 64 pixels: millions of parameters and of multiply-adds.</summary>
    [Theory]
    [InlineData(50, 1, 23.918, 334)]
    [InlineData(83, 1, 36.207, 530)]
    [InlineData(50, 2.8, 73.814, 1098)]
    [InlineData(50, 8, double.NaN, 7043)]
    public void ResNets_of_small_images(int depth, double width, double millions, double multiplyAdds)
    {
        ModelSpec spec = ModelSpec.Create("resnet-imagenet", FamilyValues.Of(depth, width), new(3, 64), 200);
        if (!double.IsNaN(millions)) Assert.Equal(millions, spec.ParameterCount / 1e6, 0.0006);
        Assert.Equal(multiplyAdds, spec.MultiplyAdds / 1e6, 0.6);
    }

    [Theory]
    [InlineData(192, 12, 4, 32, 10, 5.363, 365)]
    [InlineData(64, 6, 4, 32, 10, .209, 16)]
    [InlineData(96, 6, 4, 32, 10, .461, 34)]
    [InlineData(128, 12, 4, 32, 10, 1.606, 116)]
    public void Vision_transformers_of_small_images(int width, int depth, int patch, int size, int classes, double millions,
        double multiplyAdds)
    {
        FamilyValues values = FamilyValues.Of(depth, width).With("patch", patch).With("mlpRatio", width == 192 ? 4.0 : 2.0);
        ModelSpec spec = ModelSpec.Create("vit", values, new(3, size), classes);
        Assert.Equal(millions, spec.ParameterCount / 1e6, 0.0006);
        Assert.Equal(multiplyAdds, spec.MultiplyAdds / 1e6, 0.6);
    }

    [Theory]
    [InlineData(12, 768, 16, 86_567_656)]
    [InlineData(12, 768, 32, 88_224_232)]
    [InlineData(24, 1024, 16, 304_326_632)]
    public void Vision_transformers_of_torchvision(int depth, int width, int patch, long parameters)
        => Assert.Equal(parameters,
            ModelSpec.Create("vit", FamilyValues.Of(depth, width).With("patch", patch), new(3, 224), 1000).ParameterCount);

    [Fact]
    public void A_block_of_a_vision_transformer_has_seven_layers()
        => Assert.Equal(
            ["blocks.0.ln1", "blocks.0.attention", "blocks.0.add1", "blocks.0.ln2", "blocks.0.gelu", "blocks.0.mlp", "blocks.0.add2"],
            ModelSpec.Create("vit", FamilyValues.Of(2, 64), new(3, 32), 10).Layers.Where(layer => layer.Block == 0)
            .Select(layer => layer.Name));

    [Theory]
    [InlineData(16, 1.0, 224, 5_288_548, .386)]
    [InlineData(23, 1.0, 240, 7_794_184, .687)]
    [InlineData(23, 1.1, 260, 9_109_994, .994)]
    [InlineData(26, 1.2, 300, 12_233_232, 1.83)]
    [InlineData(32, 1.4, 380, 19_341_616, 4.39)]
    [InlineData(39, 1.6, 456, 30_389_784, 10.3)]
    [InlineData(45, 1.8, 528, 43_040_704, 19.1)]
    [InlineData(55, 2.0, 600, 66_347_960, 37.7)]
    public void EfficientNets(int depth, double width, int size, long parameters, double billions)
    {
        ModelSpec spec = ModelSpec.Create("efficientnet", FamilyValues.Of(depth, width), new(3, size), 1000);
        Assert.Equal(parameters, spec.ParameterCount);
        Assert.Equal(1, spec.MultiplyAdds / 1e9 / billions, 0.01);
    }

    [Theory]
    [InlineData(16, 1, 4.020, 116)]
    [InlineData(16, .5, 1.078, 35.8)]
    [InlineData(16, .25, .329, 13.1)]
    [InlineData(32, .25, .718, 26.9)]
    public void EfficientNets_of_small_images(int depth, double width, double millions, double multiplyAdds)
    {
        ModelSpec spec = ModelSpec.Create("efficientnet", FamilyValues.Of(depth, width).With("strides", "small"), new(3, 32), 10);
        Assert.Equal(millions, spec.ParameterCount / 1e6, 0.0006);
        Assert.Equal(multiplyAdds, spec.MultiplyAdds / 1e6, 0.6);
    }

    [Theory]
    [InlineData("resnet-imagenet", 51, 1, 64, "depth: 51")]
    [InlineData("resnet-imagenet", 50, 1, 8, "size: images of 8x8 pixels")]
    [InlineData("vit", 0, 64, 32, "depth: 0")]
    [InlineData("vit", 2, 64.5, 32, "width: 64.5")]
    [InlineData("vit", 2, 64, 30, "patch: 4")]
    [InlineData("efficientnet", 17, 1, 32, "depth: 17")]
    [InlineData("efficientnet", 16, 0, 32, "width: 0")]
    public void What_a_family_cannot_have_is_named(string family, int depth, double width, int size, string problem)
        => Assert.Contains(
            Assert.Throws<InvalidOptionsException>(() => ModelSpec.Create(family, FamilyValues.Of(depth, width), new(3, size),
                10)).Problems,
            told => told.StartsWith(problem, StringComparison.Ordinal));

    [Fact]
    public void An_option_of_another_family_is_named()
        => Assert.Contains("patch: is no option of resnet-cifar, which has depth, width, residual",
            Assert.Throws<InvalidOptionsException>(
                () => ModelSpec.Create("resnet-cifar", FamilyValues.Of(14).With("patch", 4), new(3, 32), 10)).Message,
                StringComparison.Ordinal);
}
