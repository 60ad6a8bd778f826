using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Onnx.Running;

/// <summary>The images that a graph takes.</summary>
/// <param name="Name">Of its input.</param>
/// <param name="Type">Float, Double or Float16.</param>
/// <param name="Pixels">The order of the dimensions.</param>
/// <param name="Batch">Images at once; null: any number.</param>
internal sealed record ImageLayout(string Name, TensorElementType Type, PixelLayout Pixels, int Channels, int Height, int Width, int? Batch)
{
    /// <summary>More of an image, or images at once, than any network takes.</summary>
    private const int MostPixels = 4096, MostChannels = 64, MostImages = 4096;

    public int Features => Channels * Height * Width;

    /// <param name="metadata">The input, as OnnxRuntime knows it.</param>
    /// <param name="size">Height and width where the graph leaves them open; null: those of the images.</param>
    /// <param name="images">What it shall see; null: nothing is known.</param>
    /// <exception cref="InvalidFileException">No images.</exception>
    /// <exception cref="InvalidOptionsException">Images of a size that is left open, or another than is said.</exception>
    public static ImageLayout Of(string path, string name, NodeMetadata metadata, int? size, ImageSet? images)
    {
        string taken = metadata.IsTensor ? $"[{string.Join(", ", metadata.Dimensions.Select((d, i) => d >= 0 ? $"{d}" : Symbol(i)))}]"
            : "no tensor";
        string Symbol(int i) => metadata.SymbolicDimensions[i] is { Length: > 0 } symbol ? Foreign.Words(symbol) : "?";
        InvalidFileException Wrong(string expected) => new(path, $"takes {taken} as {Foreign.Quoted(name)}, expected {expected}");
        if (!metadata.IsTensor || metadata.ElementDataType is not (TensorElementType.Float or TensorElementType.Double
            or TensorElementType.Float16)) throw Wrong("images as a tensor of floats");
        if (metadata.Dimensions is not [var batch, var second, var third, var fourth])
            throw Wrong("images [examples, channels, height, width]");
        bool last = fourth is 1 or 3 or 4 && second is not (1 or 3 or 4);
        (int channels, int height, int width) = last ? (fourth, second, third) : (second, third, fourth);
        if (batch >= 0 && fourth < 0 && second > 0 && third > 0)
            throw Wrong("images [examples, channels, height, width], with the examples in the first place");
        if (channels < 0) channels = images?.Channels ?? 3;
        if (size is not null && (height >= 0 && height != size || width >= 0 && width != size))
            throw new InvalidOptionsException($"size: {Foreign.Path(path)} says itself that its images are {height}×{width}");
        if (height < 0) height = size ?? images?.Height ?? Open(path);
        if (width < 0) width = size ?? images?.Width ?? Open(path);
        if (channels is < 1 or > MostChannels || height is < 1 or > MostPixels || width is < 1 or > MostPixels
            || batch is 0 or > MostImages)
            throw Wrong($"up to {MostImages} images of 1 to {MostPixels} pixels and {MostChannels} channels");
        return new(name, metadata.ElementDataType, last ? PixelLayout.ChannelsLast : PixelLayout.ChannelsFirst, channels, height, width,
            batch < 0 ? null : batch);
    }

    /// <summary>A batch for the graph; the caller's.</summary>
    /// <param name="pixels">[count, ...] in the order of <see cref="Pixels"/>.</param>
    public OrtValue Batched(ReadOnlySpan<float> pixels, int count)
    {
        long[] shape = Pixels == PixelLayout.ChannelsLast ? [count, Height, Width, Channels] : [count, Channels, Height, Width];
        OrtValue value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, Type, shape);
        switch (Type)
        {
            case TensorElementType.Double:
                Span<double> wide = value.GetTensorMutableDataAsSpan<double>();
                for (int i = 0; i < wide.Length; i++) wide[i] = pixels[i];
                break;
            case TensorElementType.Float16:
                Span<Float16> half = value.GetTensorMutableDataAsSpan<Float16>();
                for (int i = 0; i < half.Length; i++) half[i] = (Float16)pixels[i];
                break;
            default:
                pixels.CopyTo(value.GetTensorMutableDataAsSpan<float>());
                break;
        }
        return value;
    }

    private static int Open(string path)
        => throw new InvalidOptionsException($"size: {Foreign.Path(path)} leaves open how large its images are, such as 32 or 224");
}
