using System.Globalization;
using global::Onnx;
using Strata.Runtime;
using static global::Onnx.TensorProto.Types;

namespace Strata.Onnx.Files;

/// <summary>Holds what a tensor of an ONNX file claims against what is there.</summary>
internal static class WeightTensor
{
    /// <summary>What is wrong with it, as what follows its name; null: nothing.</summary>
    /// <param name="folder">Of the file, in which weights that are outside of it must lie.</param>
    public static string? Problem(TensorProto tensor, string folder)
    {
        long? count = Count(tensor.Dims);
        if (count is null) return $"has the shape [{string.Join(", ", tensor.Dims.Take(8))}], which no tensor can have";
        double bits = Bits((DataType)tensor.DataType);
        if (tensor.DataLocation == DataLocation.External) return OutsideProblem(tensor, folder, (long)Math.Ceiling(count.Value * bits / 8));
        if (bits == 0) return null;
        long bytes = (long)Math.Ceiling(count.Value * bits / 8);
        if (tensor.RawData.Length > 0)
            return tensor.RawData.Length == bytes ? null : $"claims {count} numbers, {bytes} bytes, and has {tensor.RawData.Length}";
        long listed = (DataType)tensor.DataType switch
        {
            DataType.Float or DataType.Complex64 => tensor.FloatData.Count,
            DataType.Double or DataType.Complex128 => tensor.DoubleData.Count,
            DataType.Int64 => tensor.Int64Data.Count,
            DataType.Uint32 or DataType.Uint64 => tensor.Uint64Data.Count,
            _ => tensor.Int32Data.Count,
        };
        // Numbers of less than a byte may share one entry.
        return listed == count || bits < 8 && listed >= count * bits / 8 ? null : $"claims {count} numbers and has {listed}";
    }

    /// <summary>How many numbers a shape has; null for one that is negative or beyond what can be counted.</summary>
    public static long? Count(IEnumerable<long> dims)
    {
        long count = 1;
        foreach (long dim in dims)
        {
            if (dim < 0 || dim > 0 && count > long.MaxValue / 64 / dim) return null;
            count *= dim;
        }
        return count;
    }

    private static string? OutsideProblem(TensorProto tensor, string folder, long bytes)
    {
        string? Entry(string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;
        // Of two places OnnxRuntime might read the one that was not looked at.
        if (tensor.ExternalData.GroupBy(entry => entry.Key).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
            return $"has {Foreign.Quoted(twice)} twice among what says where it lies";
        string location = Entry("location") ?? "";
        string? path = location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location) ? null
            : Path.GetFullPath(Path.Combine(folder, location));
        if (path is null || Path.GetRelativePath(folder, path).StartsWith("..", StringComparison.Ordinal))
            return $"lies in the file {Foreign.Quoted(location)}, expected one in the folder of the model";
        // Through links, as caches of models have them.
        FileState file = FileState.Of(path);
        if (file.Kind == FileKind.Missing)
            return $"lies in the file {Foreign.Quoted(location)}, which is not there; it belongs beside the model";
        if (file.NoFile is { } problem) return $"lies in {Foreign.Quoted(location)}, which {problem}";
        long length = file.Length, offset = Number(Entry("offset")) ?? 0, own = Number(Entry("length")) ?? bytes;
        return own != bytes ? $"claims {bytes} bytes and has {own} in {Foreign.Quoted(location)}"
            : offset < 0 || offset > length - bytes
            ? $"lies at {offset} to {offset + bytes} of {Foreign.Quoted(location)}, which has {length} bytes" : null;
    }

    private static long? Number(string? text)
        => text is null ? null : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : -1;

    /// <summary>Of one number; 0 for texts and what is not known here.</summary>
    private static double Bits(DataType type) => type switch
    {
        DataType.Float or DataType.Int32 or DataType.Uint32 => 32,
        DataType.Double or DataType.Int64 or DataType.Uint64 or DataType.Complex64 => 64,
        DataType.Complex128 => 128,
        DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 16,
        DataType.Int8 or DataType.Uint8 or DataType.Bool => 8,
        DataType.Float8E4M3Fn or DataType.Float8E4M3Fnuz or DataType.Float8E5M2 or DataType.Float8E5M2Fnuz => 8,
        _ => 0,
    };
}
