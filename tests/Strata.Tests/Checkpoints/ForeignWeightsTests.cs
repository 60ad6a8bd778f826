using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Tests.Checkpoints;

/// <summary>Weights that other programs wrote, changed or damaged.</summary>
public sealed class ForeignWeightsTests : IDisposable
{
    private static readonly ModelSpec s_spec = ResNetCifar.Create(8, 1, 4, 3, 9);

    private static readonly ModelReading s_reading = new() { Size = s_spec.Size };

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["w.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("module.{0}")]
    [InlineData("_orig_mod.{0}")]
    [InlineData("_orig_mod.module.{0}")]
    [InlineData("module._orig_mod.{0}")]
    [InlineData("model.{0}")]
    [InlineData("net.module.{0}")]
    [InlineData("_fsdp_wrapped_module.{0}")]
    public void Wrappers_around_a_network_are_taken_off_its_names(string format)
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        Write(weights.Values().Select(v => new KeyValuePair<string, TensorData>(string.Format(null, format, v.Key), v.Value)));
        using NetworkWeights read = ModelFile.Read(Path);
        Assert.Equal(weights.Hash(), read.Hash());
        Assert.Equal(s_spec.Name, ModelFile.ReadHeader(Path).Spec.Name);
    }

    [Fact]
    public void A_wrapper_inside_the_names_is_taken_off_and_PyTorchs_counters_are_left_out()
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        Write([.. weights.Values().Select(v => KeyValuePair.Create(Compiled(v.Key), v.Value)),
            KeyValuePair.Create("stem.bn.num_batches_tracked", new TensorData([], new long[1]))]);
        using NetworkWeights read = ModelFile.Read(Path);
        Assert.Equal(weights.Hash(), read.Hash());

        static string Compiled(string name) => name.Replace("stages.", "stages._orig_mod.", StringComparison.Ordinal);
    }

    [Fact]
    public void Pruned_weights_are_the_product_with_their_masks()
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        float[] kept = weights.Read("stem.conv.weight"), mask = [.. kept.Select((_, i) => i % 3 == 0 ? 0f : 1f)];
        int[] shape = s_spec.Parameters.First(p => p.Name == "stem.conv.weight").Shape;
        KeyValuePair<string, TensorData>[] apart = [.. weights.Values().Where(v => v.Key != "stem.conv.weight"),
            KeyValuePair.Create("stem.conv.weight_orig", new TensorData(shape, kept)),
            KeyValuePair.Create("stem.conv.weight_mask", new TensorData(shape, mask))];
        WriteUnsaid(apart);
        weights.Write("stem.conv.weight", [.. kept.Zip(mask, (value, factor) => value * factor)]);
        var said = new List<string>();
        using (NetworkWeights read = ModelFile.Read(Path, said.Add, s_reading)) Assert.Equal(weights.Hash(), read.Hash());
        Assert.Contains(said, line => line.Contains("1 tensors are the product of weights and masks", StringComparison.Ordinal));
        Assert.Equal(s_spec.Name, ModelFile.ReadHeader(Path, s_reading).Spec.Name);

        // A mask of another shape or type is none.
        WriteUnsaid([.. apart[..^1], KeyValuePair.Create("stem.conv.weight_mask", new TensorData([1], new float[1]))]);
        Assert.Throws<InvalidFileException>(() => ModelFile.Read(Path, null, s_reading));
        WriteUnsaid([.. apart[..^1], KeyValuePair.Create("stem.conv.weight_mask", new TensorData(shape, new byte[kept.Length]))]);
        Assert.Throws<InvalidFileException>(() => ModelFile.Read(Path, null, s_reading));
        WriteUnsaid(apart[..^1]);
        Assert.Throws<InvalidFileException>(() => ModelFile.Read(Path, null, s_reading));
    }

    [Fact]
    public void A_network_is_found_among_other_tensors_of_a_trainer()
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1), other = NetworkWeights.Initial(s_spec, 2);
        KeyValuePair<string, TensorData>[] own = [.. weights.Values().Select(v => KeyValuePair.Create($"model.{v.Key}", v.Value))];
        WriteUnsaid([.. own, KeyValuePair.Create("criterion.weight", new TensorData([4], new float[4]))]);
        var said = new List<string>();
        using (NetworkWeights read = ModelFile.Read(Path, said.Add, s_reading)) Assert.Equal(weights.Hash(), read.Hash());
        Assert.Contains(said, line => line.Contains("is in 'model'; 1 tensors beside it are not read", StringComparison.Ordinal));

        WriteUnsaid([.. own, .. other.Values().Select(v => KeyValuePair.Create($"teacher.{v.Key}", v.Value))]);
        said.Clear();
        using (NetworkWeights read = ModelFile.Read(Path, said.Add, s_reading)) Assert.Equal(weights.Hash(), read.Hash());
        Assert.Contains(said, line => line.Contains("holds 2 networks; of 'model', 'teacher' the first is read", StringComparison.Ordinal));
    }

    [Fact]
    public void A_network_is_found_among_the_small_sets_of_an_optimizer_and_a_hundred_sets_are_tried()
    {
        var network = new TensorSet("weights", [.. s_spec.Parameters.Select(p => new TensorEntry(p.Name, "F32", p.Shape))]);
        static TensorSet[] Others(int sets, int tensors) => [.. Enumerable.Range(0, sets).Select(i => new TensorSet($"optimizer.{i}",
            [.. Enumerable.Range(0, tensors).Select(j => new TensorEntry($"state.{j}", "F32", [1]))]))];
        Assert.Equal("weights", ForeignModel.Find("x", [.. Others(2000, 2), network], s_reading, null).Set.Place);
        TensorSet[] larger = Others(100, s_spec.Parameters.Count + 1);
        Assert.Throws<InvalidFileException>(() => ForeignModel.Find("x", [.. larger, network], s_reading, null));
        var said = new List<string>();
        ForeignModel.Find("x", [.. Enumerable.Range(0, 120).Select(i => network with { Place = $"step{i}" })], s_reading, said.Add);
        Assert.Equal(["note: x: holds at least 100 networks; of 'step0', 'step1', 'step2', 'step3', 'step4' and so on the first is read"],
            said);
    }

    [Fact]
    public void Averaged_weights_have_a_counter_that_is_left_out()
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        Write([KeyValuePair.Create("n_averaged", new TensorData([], new long[1])),
            .. weights.Values().Select(v => KeyValuePair.Create($"module.{v.Key}", v.Value))]);
        using NetworkWeights read = ModelFile.Read(Path);
        Assert.Equal(weights.Hash(), read.Hash());
    }

    [Fact]
    public void Numbers_of_64_bits_are_rounded_and_that_is_said_only_where_it_changes_them()
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        Write(weights.Values().Select(v => KeyValuePair.Create(v.Key, Wide(v.Value, 1))));
        var said = new List<string>();
        using (NetworkWeights read = ModelFile.Read(Path, said.Add)) Assert.Equal(weights.Hash(), read.Hash());
        Assert.Empty(said);

        Write(weights.Values().Select(v => KeyValuePair.Create(v.Key, Wide(v.Value, v.Key == "stem.conv.weight" ? 1 + 1e-12 : 1))));
        using (NetworkWeights read = ModelFile.Read(Path, said.Add)) Assert.Equal(weights.Hash(), read.Hash());
        Assert.Contains("of 1 tensors (F64) were rounded", Assert.Single(said));

        Write(weights.Values().Select(v => KeyValuePair.Create(v.Key, Wide(v.Value, v.Key == "stem.conv.weight" ? 1e60 : 1))));
        Assert.Contains("'stem.conv.weight' holds", Assert.Throws<InvalidFileException>(() => ModelFile.Read(Path)).Problem);
    }

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Numbers_of_16_bits_become_those_of_32_bits_exactly(string type)
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        WriteShort(type, weights);
        using NetworkWeights read = ModelFile.Read(Path);
        foreach ((string name, TensorData tensor) in weights.Values())
        {
            float[] expected = Array.ConvertAll((float[])tensor.Values, value => type == "F16"
                ? (float)(Half)value
                : BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xffff0000));
            Assert.Equal(expected, read.Read(name));
        }
    }

    [Fact]
    public void Everything_that_does_not_fit_is_told_at_once_with_its_count()
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        Write([.. weights.Values().Where(v => !v.Key.StartsWith("stages.0", StringComparison.Ordinal)).Select(v => v.Key switch
        {
            "head.weight" => KeyValuePair.Create(v.Key, new TensorData([4, 1], new float[4])),
            "head.bias" => KeyValuePair.Create(v.Key, new TensorData([4], new long[4])),
            _ => v,
        }), KeyValuePair.Create("fc.weight", new TensorData([1], new float[1]))]);
        int missing = s_spec.Parameters.Count(p => p.Name.StartsWith("stages.0", StringComparison.Ordinal));
        foreach (Action read in (Action[])[() => ModelFile.Read(Path), () => ModelFile.ReadHeader(Path)])
        {
            string problem = Assert.Throws<InvalidFileException>(read).Problem;
            Assert.Contains($"lacks {missing} of the {s_spec.Parameters.Count} tensors", problem);
            Assert.Contains($"'stages.0.0.conv1.weight'", problem);
            Assert.Contains($"and {missing - 5} more", problem);
            Assert.Contains("holds 1 that resnet8-1x has no place for ('fc.weight')", problem);
            Assert.Contains("'head.weight' is [4, 1] instead of [4, 64]", problem);
            Assert.Contains("has other than floating-point numbers in 1 of its tensors ('head.bias' is I64)", problem);
        }
    }

    [Fact]
    public void The_same_tensor_under_two_wrappers_is_refused()
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        Write([.. weights.Values(), KeyValuePair.Create("module.head.bias", new TensorData([4], new float[4]))]);
        Assert.Contains("has 1 of its tensors twice", Assert.Throws<InvalidFileException>(() => ModelFile.Read(Path)).Problem);
    }

    [Fact]
    public void Without_metadata_the_file_says_what_it_holds_and_what_it_lacks()
    {
        SafetensorsFile.Write(Path, new Dictionary<string, string> { ["format"] = "pt" },
            [new("conv1.weight", new TensorData([1], new float[1])), new("fc.bias", new TensorData([1], new float[1]))]);
        string problem = Assert.Throws<InvalidFileException>(() => ModelFile.ReadHeader(Path)).Problem;
        Assert.Contains("holds 2 tensors, 'conv1.weight' to 'fc.bias': names of no layout that is known", problem);
        SafetensorsFile.Write(Path, new Dictionary<string, string> { ["family"] = "resnet-cifar", ["depth"] = "x" }, []);
        problem = Assert.Throws<InvalidFileException>(() => ModelFile.ReadHeader(Path).Spec).Problem;
        foreach (string name in (string[])["'depth'", "'width'", "'classes'", "'channels'", "'size'"])
            Assert.Contains(name, problem);
    }

    [Theory]
    [InlineData("stem.bn.running_var", -1e-6f, "holds -1E-06 at 0; expected variances from 0")]
    [InlineData("stages.1.0.conv1.weight", float.NaN, "holds NaN at 0; expected finite numbers")]
    [InlineData("head.bias", float.PositiveInfinity, "expected finite numbers")]
    public void Weights_that_could_give_no_number_are_named(string tensor, float value, string said)
    {
        Write(Changed(tensor, value));
        string problem = Assert.Throws<InvalidFileException>(() => ModelFile.Read(Path)).Problem;
        Assert.StartsWith($"tensor '{tensor}' holds", problem);
        Assert.Contains(said, problem);
    }

    [Theory]
    [InlineData("stages.1.0.bn1.weight", 3e38f, "stages.1.0.")]
    [InlineData("stem.conv.weight", 3e38f, "stem.")]
    public void Weights_that_overflow_give_an_error_that_names_the_layer_and_no_accuracy(string tensor, float value, string layer)
    {
        Write(Changed(tensor, value));
        ImageSet stripes = Sets.Stripes(9);
        using TrainedModel model = TrainedModel.Open(Path, stripes);
        foreach (Action run in (Action[])[() => model.Logits(), () => model.Probabilities(), () => model.Accuracy()])
        {
            InvalidFileException refused = Assert.Throws<InvalidFileException>(run);
            Assert.Equal(Path, refused.Path);
            Assert.Contains($"first in layer {layer}", refused.Problem);
        }
    }

    [Fact]
    public void Damaged_weights_are_read_or_refused_and_nothing_else()
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        Write(weights.Values());
        byte[] whole = File.ReadAllBytes(Path);
        int header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        var random = new RandomSequence(1, "weights");
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = [.. whole];
            for (int change = random.Next(4); change >= 0; change--) bytes[random.Next(header)] = (byte)random.Next(256);
            File.WriteAllBytes(Path, bytes);
            try
            {
                ModelFile.Read(Path).Dispose();
            }
            catch (InvalidFileException refused)
            {
                Assert.Equal(Path, refused.Path);
            }
        }
    }

    /// <summary>Weights with all numbers of one tensor changed.</summary>
    private static IEnumerable<KeyValuePair<string, TensorData>> Changed(string tensor, float value)
    {
        using NetworkWeights weights = NetworkWeights.Initial(s_spec, 1);
        return [.. weights.Values().Select(v => v.Key != tensor ? v
            : KeyValuePair.Create(v.Key, new TensorData(v.Value.Shape, Array.ConvertAll((float[])v.Value.Values, _ => value))))];
    }

    private static TensorData Wide(TensorData tensor, double factor)
        => new(tensor.Shape, Array.ConvertAll((float[])tensor.Values, value => factor * value));

    private void Write(IEnumerable<KeyValuePair<string, TensorData>> tensors) => SafetensorsFile.Write(Path, s_spec.Metadata, tensors);

    /// <summary>As programs do that know nothing of metadata.</summary>
    private void WriteUnsaid(IEnumerable<KeyValuePair<string, TensorData>> tensors)
        => SafetensorsFile.Write(Path, new Dictionary<string, string>(), tensors);

    private void WriteShort(string type, NetworkWeights weights)
    {
        var header = new Dictionary<string, object> { ["__metadata__"] = s_spec.Metadata };
        using var data = new MemoryStream();
        foreach ((string name, TensorData tensor) in weights.Values())
        {
            long begin = data.Length;
            ushort[] bits = Array.ConvertAll((float[])tensor.Values, value => type == "F16"
                ? BitConverter.HalfToUInt16Bits((Half)value)
                : (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16));
            data.Write(MemoryMarshal.AsBytes(bits.AsSpan()));
            header[name] = new { dtype = type, shape = tensor.Shape, data_offsets = (long[])[begin, data.Length] };
        }
        byte[] json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(header)), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(Path, [.. length, .. json, .. data.ToArray()]);
    }
}
