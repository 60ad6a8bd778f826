using System.Security.Cryptography;
using System.Text;
using Strata.Data;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Models;

/// <summary>The tensors of one network by name, in fp32. It owns them.</summary>
public sealed class NetworkWeights : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = [];

    private NetworkWeights(ModelSpec spec) => Spec = spec;

    public ModelSpec Spec { get; }

    /// <summary>How its images are normalised; null: not at all.</summary>
    public Normalization? Normalization { get; set; }

    /// <summary>Where they came from, if not from Strata.</summary>
    public ModelOrigin? Origin { get; set; }

    internal Tensor this[string name] => _tensors[name];

    /// <summary>Initial weights, each tensor as its role or its family has it.</summary>
    public static NetworkWeights Initial(ModelSpec spec, long seed)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var weights = new NetworkWeights(spec);
        var random = new RandomSequence(seed, "initial weights");
        foreach (ParameterInfo parameter in spec.Parameters) weights.Add(parameter, parameter.Initial.Draw(parameter.Shape, random));
        return weights;
    }

    /// <summary>Takes over the values of a weights file.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="tensors">By the file's names, which may have wrappers around them, such as <c>module.</c>.</param>
    /// <param name="path">The file.</param>
    /// <param name="say">Told where numbers had to be rounded.</param>
    /// <param name="nameOf">What the file calls a parameter; null: as the architecture does.</param>
    /// <exception cref="InvalidFileException">
    /// Tensors are missing, too many, of another shape or type (all of them are told), not finite, or variances below 0.
    /// </exception>
    public static NetworkWeights From(ModelSpec spec, IReadOnlyDictionary<string, TensorData> tensors, string path,
        Action<string>? say = null, Func<string, string>? nameOf = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(tensors);
        (IReadOnlyDictionary<string, string> names, IReadOnlyList<string> problems) = ModelTensors.Match(spec,
            [.. tensors.Select(t => new TensorEntry(t.Key, TensorData.TypeOf(t.Value.Values).Name, t.Value.Shape))], nameOf);
        if (problems.Count > 0) throw new InvalidFileException(path, string.Join("; ", problems));

        int rounded = 0;
        (ParameterInfo Parameter, float[] Values)[] all = [.. spec.Parameters.Select(p => (p, Single(tensors[names[p.Name]].Values)))];
        string[] wrong = [.. all.Select(tensor => Problem(tensor.Parameter, tensor.Values)).OfType<string>()];
        if (wrong.Length > 0)
            throw new InvalidFileException(path, wrong[0] + (wrong.Length > 1 ? $"; {wrong.Length - 1} more tensors are damaged too" : ""));
        if (rounded > 0) say?.Invoke($"note: {path}: numbers of {rounded} tensors (F64) were rounded to 32 bits");

        var weights = new NetworkWeights(spec);
        foreach ((ParameterInfo parameter, float[] values) in all) weights.Add(parameter, values);
        return weights;

        float[] Single(Array values)
        {
            if (values is not double[] wide) return (float[])values;
            float[] single = Array.ConvertAll(wide, value => (float)value);
            if (Enumerable.Range(0, wide.Length).Any(i => single[i] != wide[i])) rounded++;
            return single;
        }
    }

    /// <summary>What makes a network's outputs undefined whatever its images, or null.</summary>
    private static string? Problem(ParameterInfo parameter, float[] values)
    {
        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        if (bad >= 0) return $"tensor '{parameter.Name}' holds {values[bad]} at {bad}; expected finite numbers of single precision";
        int negative = parameter.Role == ParameterRole.RunningVariance ? Array.FindIndex(values, value => value < 0) : -1;
        return negative < 0 ? null : $"tensor '{parameter.Name}' holds {values[negative]} at {negative}; expected variances from 0";
    }

    /// <summary>Copies of all values, in the order of <see cref="ModelSpec.Parameters"/>.</summary>
    public IEnumerable<KeyValuePair<string, TensorData>> Values()
        => Spec.Parameters.Select(p => KeyValuePair.Create(p.Name, new TensorData(p.Shape, Read(p.Name))));

    /// <summary>A copy, the caller's to dispose of.</summary>
    public NetworkWeights Copy()
    {
        var copy = new NetworkWeights(Spec) { Normalization = Normalization, Origin = Origin };
        foreach (ParameterInfo parameter in Spec.Parameters) copy.Add(parameter, Read(parameter.Name));
        return copy;
    }

    /// <summary>SHA-256 in hexadecimal over architecture, normalisation and values.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', Spec.Metadata.Select(m => $"{m.Key}={m.Value}"))));
        if (Normalization is not null) hash.AppendData(Encoding.UTF8.GetBytes($"\n{Normalization}"));
        foreach (ParameterInfo parameter in Spec.Parameters) hash.AppendData(_tensors[parameter.Name].bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether no value is infinite or no number.</summary>
    internal bool AreFinite()
    {
        foreach (Tensor tensor in _tensors.Values)
            foreach (float value in TensorMemory.Span<float>(tensor))
                if (!float.IsFinite(value)) return false;
        return true;
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
        _tensors.Add(parameter.Name, TensorMemory.Of(values, [.. parameter.Shape.Select(s => (long)s)]).DetachFromDisposeScope());
    }
}
