using Strata.Checkpoints;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Tests.Checkpoints;

public sealed class SafetensorsSealTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Written()
    {
        string path = Path.Combine(_folder.Path, "model.safetensors");
        using NetworkWeights weights = NetworkWeights.Initial(ResNetCifar.Create(8, 1, 4, 3, 8), 1);
        ModelFile.Write(path, weights, new Dictionary<string, string> { ["recipe"] = "{}" });
        return path;
    }

    [Fact]
    public void A_flipped_bit_in_the_numbers_of_a_model_is_noticed()
    {
        string path = Written();
        ModelFile.Read(path).Dispose();
        byte[] whole = File.ReadAllBytes(path);
        var random = new RandomSequence(2, "places");
        int header = 8 + BitConverter.ToInt32(whole, 0);
        for (int i = 0; i < 100; i++)
        {
            byte[] flipped = [.. whole];
            flipped[header + random.Next(whole.Length - header)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, flipped);
            Assert.Contains("is damaged", Assert.Throws<InvalidFileException>(() => ModelFile.Read(path)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_changed_value_in_the_metadata_is_noticed()
    {
        string path = Written(), text = File.ReadAllText(path, System.Text.Encoding.Latin1);
        Assert.Contains("\"bn_eps\":\"0.001\"", text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace("\"bn_eps\":\"0.001\"", "\"bn_eps\":\"0.003\"", StringComparison.Ordinal),
            System.Text.Encoding.Latin1);
        Assert.Contains("is damaged", Assert.Throws<InvalidFileException>(() => ModelFile.Read(path)).Message, StringComparison.Ordinal);
    }

    /// <summary>Other programs keep the metadata and lay the tensors out by their names: what they changed was meant.</summary>
    [Fact]
    public void A_file_that_another_program_has_written_again_is_read()
    {
        string path = Written();
        SafetensorsContent content = SafetensorsFile.Read(path);
        Assert.Equal(SafetensorsIntegrity.Whole, content.Integrity);
        ((float[])content.Tensors["head.bias"].Values)[0] = 5;
        SafetensorsFile.Write(path, content.Metadata, content.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal));
        Assert.Equal(SafetensorsIntegrity.Rewritten, SafetensorsFile.Read(path).Integrity);
        ModelFile.Read(path).Dispose();
    }

    [Fact]
    public void A_file_without_a_checksum_is_read()
    {
        string path = Written();
        SafetensorsContent content = SafetensorsFile.Read(path);
        SafetensorsFile.Write(path, content.Metadata.Where(m => m.Key != ModelFile.Checksum).ToDictionary(), content.Tensors);
        Assert.Equal(SafetensorsIntegrity.Unsealed, SafetensorsFile.Read(path).Integrity);
        ModelFile.Read(path).Dispose();
    }
}
