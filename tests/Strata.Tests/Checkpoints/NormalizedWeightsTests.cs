using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Tests.Checkpoints;

public sealed class NormalizedWeightsTests : IDisposable
{
    private static readonly ModelSpec s_spec = ResNetCifar.Create(8, 1, 4, 3, 9);

    private readonly TemporaryFolder _folder = new();

    private string File => System.IO.Path.Combine(_folder.Path, "m.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_keep_their_normalisation_in_files_copies_and_pruned_networks()
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        string plain = weights.Hash();
        weights.Normalization = Normalization.Parse("0.5,0.4,0.3/0.2,0.3,0.4", null);
        Assert.NotEqual(plain, weights.Hash());
        ModelFile.Write(File, weights);
        using NetworkWeights read = ModelFile.Read(File), copy = read.Copy(), pruned = Pruning.Prune(read, [[0], [0], []]);
        foreach (NetworkWeights one in (NetworkWeights[])[read, copy, pruned]) Assert.Equal(weights.Normalization, one.Normalization);
        Assert.Equal(weights.Hash(), copy.Hash());
    }

    [Theory]
    [InlineData("0.5/0.2")]
    [InlineData("set")]
    [InlineData("0.5,0.4,0.3/0.2,0.3,0")]
    [InlineData("grey")]
    public void What_does_not_normalise_the_networks_images_is_refused_by_name(string normalization)
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        ModelFile.Write(File, weights, new Dictionary<string, string> { [Normalization.MetadataName] = normalization });
        InvalidFileException wrong = Assert.Throws<InvalidFileException>(() => ModelFile.Read(File));
        Assert.Contains($"metadata 'normalize': '{normalization}' is not 3 means", wrong.Message, StringComparison.Ordinal);
    }
}
