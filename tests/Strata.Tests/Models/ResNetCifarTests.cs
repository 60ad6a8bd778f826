using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Tests.Models;

public class ResNetCifarTests
{
    private static ModelSpec Cifar(int depth, double width, bool residual = true)
        => ResNetCifar.Create(depth, width, 10, 3, 32, residual);

    /// <summary>Trainable parameters in millions (P1 §2; science of the project §2.1).</summary>
    [Theory]
    [InlineData(14, 1, 0.176)]
    [InlineData(14, 2, 0.697)]
    [InlineData(26, 1, 0.371)]
    [InlineData(26, 10, 36.7)]
    [InlineData(38, 1, 0.565)]
    [InlineData(38, 2, 2.25)]
    [InlineData(38, 10, 56.1)]
    [InlineData(110, 1, 1.73)]
    [InlineData(164, 1, 2.61)]
    public void Parameter_counts_are_the_published_ones(int depth, double width, double millions)
        => Assert.Equal(millions, Cifar(depth, width).ParameterCount / 1e6, 0.005 * millions);

    /// <summary>Multiply-adds per image in millions.</summary>
    [Theory]
    [InlineData(38, 1, 83)]
    [InlineData(110, 1, 253)]
    [InlineData(164, 1, 381)]
    [InlineData(26, 10, 5460)]
    [InlineData(38, 10, 8290)]
    public void Multiply_adds_are_the_published_ones(int depth, double width, double millions)
        => Assert.Equal(millions, Cifar(depth, width).MultiplyAdds / 1e6, 0.01 * millions);

    [Theory]
    [InlineData(14, 51)]
    [InlineData(20, 72)]
    [InlineData(26, 93)]
    [InlineData(38, 135)]
    [InlineData(56, 198)]
    [InlineData(110, 387)]
    [InlineData(164, 576)]
    public void There_are_21n_plus_9_layers(int depth, int layers) => Assert.Equal(layers, Cifar(depth, 1).Layers.Count);

    [Fact]
    public void Without_residuals_there_are_18n_plus_7_layers() => Assert.Equal(115, Cifar(38, 1, residual: false).Layers.Count);

    [Fact]
    public void The_projection_sits_between_the_second_convolution_and_its_batch_norm()
    {
        string[] names = [.. Cifar(14, 1).Layers.Where(l => l is { Stage: 1, Block: 0 }).Select(l => l.Name)];
        Assert.Equal(["stages.1.0.conv1", "stages.1.0.bn1", "stages.1.0.relu1", "stages.1.0.conv2", "stages.1.0.projection",
            "stages.1.0.bn2", "stages.1.0.add", "stages.1.0.relu2"], names);
    }

    [Theory]
    [InlineData(1.4, 22)]
    [InlineData(1.7, 27)]
    [InlineData(2.2, 35)]
    public void Fractional_widths_round_to_whole_filters(double width, int filters)
        => Assert.Equal(filters, Cifar(26, width).Layers[1].Shape[0]);

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var refused = Assert.Throws<InvalidOptionsException>(() => ResNetCifar.Create(15, -1, 1, 0, 7));
        Assert.Equal(5, refused.Problems.Count);
        Assert.Contains(refused.Problems, problem => problem.StartsWith("depth: 15", StringComparison.Ordinal));
    }

    [Fact]
    public void Metadata_describes_the_architecture_wholly()
    {
        ModelSpec spec = ResNetCifar.Create(20, 1.4, 7, 1, 9, residual: false);
        Assert.Equal(spec, ModelSpec.FromMetadata(spec.Metadata));
    }

    [Theory]
    [InlineData("depth", "abc")]
    [InlineData("depth", "1000000000")]
    [InlineData("depth", "15")]
    [InlineData("blocks", "[1,2]")]
    [InlineData("blocks", "[1,2,999999999]")]
    [InlineData("width", "1e30")]
    [InlineData("family", "cnn")]
    public void Hostile_metadata_is_refused_with_the_value(string name, string value)
    {
        var metadata = new Dictionary<string, string>(Cifar(14, 1).Metadata) { [name] = value };
        Assert.NotEmpty(Assert.Throws<InvalidOptionsException>(() => ModelSpec.FromMetadata(metadata)).Problems);
    }
}
