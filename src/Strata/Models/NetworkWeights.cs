using System.Security.Cryptography;
using System.Text;
using Strata.Checkpoints;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Models;

/// <summary>The tensors of one network by name, in fp32. It owns them.</summary>
public sealed class NetworkWeights : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = [];

    private NetworkWeights(ModelSpec spec) => Spec = spec;

    public ModelSpec Spec { get; }

    internal Tensor this[string name] => _tensors[name];

    /// <summary>
    /// Initial weights: he_normal as Keras draws it for kernels (a normal of σ = √(2/fan_in)/0.8796 cut at ±2σ, so that the deviation after
    /// the cut is √(2/fan_in)), biases 0, γ 1, running mean 0 and variance 1.
    /// </summary>
    public static NetworkWeights Initial(ModelSpec spec, long seed)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var weights = new NetworkWeights(spec);
        var random = new RandomSequence(seed, "initial weights");
        foreach (ParameterInfo parameter in spec.Parameters)
        {
            float[] values = new float[parameter.Count];
            if (parameter.Role is ParameterRole.Scale or ParameterRole.RunningVariance) Array.Fill(values, 1f);
            if (parameter.Role == ParameterRole.Kernel)
            {
                long fanIn = parameter.Count / parameter.Shape[0];
                double sigma = Math.Sqrt(2.0 / fanIn) / 0.87962566103423978;
                for (int i = 0; i < values.Length; i++) values[i] = (float)(sigma * Truncated(random));
            }
            weights.Add(parameter, values);
        }
        return weights;
    }

    /// <summary>Takes over the values of a weights file.</summary>
    /// <exception cref="InvalidFileException">A tensor is missing, too many, of another shape or type, or not finite.</exception>
    public static NetworkWeights From(ModelSpec spec, IReadOnlyDictionary<string, TensorData> tensors, string path)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (ParameterInfo parameter in spec.Parameters)
        {
            if (!tensors.TryGetValue(parameter.Name, out TensorData? tensor))
                throw new InvalidFileException(path, $"tensor '{parameter.Name}' of {spec.Name} is missing");
            if (tensor.Values is not float[] values)
                throw new InvalidFileException(path,
                    $"tensor '{parameter.Name}' holds {tensor.Values.GetType().GetElementType()?.Name}, expected 32-bit floats");
            if (!tensor.Shape.SequenceEqual(parameter.Shape))
                throw new InvalidFileException(path,
                    $"tensor '{parameter.Name}' is [{string.Join(", ", tensor.Shape)}], expected [{string.Join(", ", parameter.Shape)}]");
            int bad = Array.FindIndex(values, v => !float.IsFinite(v));
            if (bad >= 0)
                throw new InvalidFileException(path, $"tensor '{parameter.Name}' holds {values[bad]} at {bad}, expected finite numbers");
        }
        // num_batches_tracked is PyTorch's own counter beside the running statistics; nothing here needs it.
        string? unknown = tensors.Keys.Except(spec.Parameters.Select(p => p.Name))
            .FirstOrDefault(n => !n.EndsWith(".num_batches_tracked", StringComparison.Ordinal));
        if (unknown is not null) throw new InvalidFileException(path, $"tensor {Foreign.Quoted(unknown)} does not belong to {spec.Name}");

        var weights = new NetworkWeights(spec);
        foreach (ParameterInfo parameter in spec.Parameters) weights.Add(parameter, (float[])tensors[parameter.Name].Values);
        return weights;
    }

    /// <summary>Copies of all values, in the order of <see cref="ModelSpec.Parameters"/>.</summary>
    public IEnumerable<KeyValuePair<string, TensorData>> Values()
        => Spec.Parameters.Select(p => KeyValuePair.Create(p.Name, new TensorData(p.Shape, Read(p.Name))));

    /// <summary>A copy, the caller's to dispose of.</summary>
    public NetworkWeights Copy()
    {
        var copy = new NetworkWeights(Spec);
        foreach (ParameterInfo parameter in Spec.Parameters) copy.Add(parameter, Read(parameter.Name));
        return copy;
    }

    /// <summary>SHA-256 in hexadecimal over architecture and values.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', Spec.Metadata.Select(m => $"{m.Key}={m.Value}"))));
        foreach (ParameterInfo parameter in Spec.Parameters) hash.AppendData(_tensors[parameter.Name].bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal float[] Read(string name) => TensorMemory.Span<float>(_tensors[name]).ToArray();

    internal void Write(string name, ReadOnlySpan<float> values) => values.CopyTo(TensorMemory.Span<float>(_tensors[name]));

    public void Dispose()
    {
        foreach (Tensor tensor in _tensors.Values) tensor.Dispose();
        _tensors.Clear();
    }

    private void Add(ParameterInfo parameter, float[] values)
    {
        Tensor tensor = torch.tensor(values, [.. parameter.Shape.Select(s => (long)s)], dtype: ScalarType.Float32);
        _tensors.Add(parameter.Name, tensor.DetachFromDisposeScope());
    }

    private static double Truncated(RandomSequence random)
    {
        double value;
        do value = random.NextNormal();
        while (Math.Abs(value) > 2);
        return value;
    }
}
