using Strata.Models;
using Strata.Runtime;

namespace Strata.Checkpoints.PyTorch;

/// <summary>
/// Reads what <c>torch.save</c> writes (.pt, .pth, .th; the zip format and the one before it) as named tensors, without running any of it.
/// </summary>
internal sealed class TorchFile : IDisposable
{
    /// <summary>Numbers that tensors may claim beyond the bytes of the file, by strides of 0 and shared storages.</summary>
    private const long Shared = 1 << 24;

    /// <summary>How often tensors may lie across the whole file; what is between the numbers of one is read too.</summary>
    private const int MostPasses = 16;

    private readonly string _path;
    private readonly long _bytes;
    private readonly ITorchContainer _container;
    private readonly Dictionary<TensorSet, Dictionary<string, TorchTensor>> _tensors;

    private TorchFile(string path, FileStream file)
    {
        (_path, _bytes) = (path, file.Length);
        bool zip = IsZip(FileFormat.Start(file));
        Format = zip ? "PyTorch (zip)" : "PyTorch (legacy)";
        _container = zip ? new TorchZip(file, path) : new TorchLegacy(file, path);
        var dictionaries = TorchObjects.Dictionaries(_container.Root);
        Sets = [.. dictionaries.Select(found => new TensorSet(found.Place,
            [.. found.Tensors.Select(t => new TensorEntry(t.Name, t.Tensor.Storage.Type.Name, t.Tensor.Shape))]))];
        _tensors = Sets.Zip(dictionaries).ToDictionary(each => each.First,
            each => each.Second.Tensors.ToDictionary(t => t.Name, t => t.Tensor));
        if (Sets.Count == 0) throw new InvalidFileException(path, "holds no tensors under names; expected the weights of a network");
    }

    /// <summary>Whether a file that begins so is one, or something near enough to be told what is wrong with it.</summary>
    public static bool IsOne(ReadOnlySpan<byte> start) => IsZip(start) || start is [0x80, >= 2 and <= 5, ..];

    /// <exception cref="InvalidFileException">Missing, damaged, or something that is not read.</exception>
    public static TorchFile Open(string path)
    {
        FileStream file = InputFile.Open(path, "a file of weights");
        try
        {
            return new(path, file);
        }
        catch (IOException failure)
        {
            file.Dispose();
            throw new InvalidFileException(path, $"cannot be read: {failure.Message}", failure);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Such as <c>PyTorch (zip)</c>.</summary>
    public string Format { get; }

    /// <summary>Every dictionary of named tensors; a network's is one of them.</summary>
    public IReadOnlyList<TensorSet> Sets { get; }

    /// <summary>The numbers of one set's floating-point tensors.</summary>
    /// <exception cref="InvalidFileException">Storages are missing or short, or tensors claim more than such a file can mean.</exception>
    public Dictionary<string, TensorData> Read(TensorSet set)
    {
        Dictionary<string, TorchTensor> tensors = _tensors[set];
        TorchTensor[] all = [.. set.Entries.Select(entry => tensors[entry.Name])];
        Int128 claimed = all.Aggregate((Int128)0, (sum, tensor) => sum + tensor.Count);
        if (claimed > _bytes + Shared)
            throw new InvalidFileException(_path, $"has {_bytes} bytes, but its tensors claim {claimed} numbers");
        Int128 across = all.Aggregate((Int128)0, (sum, tensor) => sum + tensor.Span);
        if (across > MostPasses * _bytes + Shared)
            throw new InvalidFileException(_path, $"has {_bytes} bytes, but its tensors lie across {across} numbers");
        return set.Entries.Zip(all).ToDictionary(each => each.First.Name, each => new TensorData(each.Second.Shape, Numbers(each.Second)));
    }

    public void Dispose() => _container.Dispose();

    /// <summary>Of other types than floating-point none: no network has a use for them.</summary>
    private Array Numbers(TorchTensor tensor)
    {
        TorchType type = tensor.Storage.Type;
        if (!type.IsFloatingPoint) return new long[tensor.Count];
        if (tensor.Span > Array.MaxLength / type.Size)
            throw new InvalidFileException(_path, $"has a tensor that lies across {tensor.Span} numbers of storage "
                + $"{Foreign.Quoted(tensor.Storage.Key)}; up to {Array.MaxLength / type.Size} are read");
        // A tensor without numbers may say that it begins anywhere.
        long offset = tensor.Span == 0 ? 0 : tensor.Offset;
        return tensor.Gather(type.Decode(_container.Read(tensor.Storage, offset, (int)tensor.Span)));
    }

    private static bool IsZip(ReadOnlySpan<byte> start) => start.StartsWith("PK\x03\x04"u8);
}
