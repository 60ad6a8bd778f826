using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Strata.Data.Streaming;

/// <summary>What is known of a set without holding its images: every one was decoded once to learn it.</summary>
/// <param name="Classes">Their names, in order of label.</param>
/// <param name="ClassFolders">What their folders are called.</param>
/// <param name="Height">Of the images as networks see them.</param>
/// <param name="Width">Of the images as networks see them.</param>
/// <param name="Train">In the set's order.</param>
/// <param name="Test">In the set's order.</param>
/// <param name="TrainSums">Over the training images as networks see them.</param>
/// <param name="TestSums">The same of the test images.</param>
/// <param name="Broken">Images that are left out, each with what is wrong with it.</param>
/// <param name="Notes">What is odd but no error.</param>
internal sealed record ImageIndex(IReadOnlyList<string> Classes, IReadOnlyList<string> ClassFolders, int Height, int Width,
    IReadOnlyList<IndexedImage> Train, IReadOnlyList<IndexedImage> Test, ChannelSums TrainSums, ChannelSums TestSums,
    IReadOnlyList<string> Broken, IReadOnlyList<string> Notes)
{
    /// <summary>Colours of a picture.</summary>
    public const int Channels = 3;

    /// <summary>
    /// SHA-256 over all that decides what networks can see: the size that they see, and size, pixels and label of every image.
    /// </summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("streamed images 1\n"u8);
        byte[] numbers = new byte[3 * sizeof(int) + 16];
        Append(Classes.Count, Height, Width, 0);
        Append(Train.Count, Test.Count, 0, 0);
        foreach (IndexedImage image in Train.Concat(Test)) Append(image.Label, image.Height, image.Width, image.Fingerprint);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(int first, int second, int third, UInt128 fourth)
        {
            BinaryPrimitives.WriteInt32LittleEndian(numbers, first);
            BinaryPrimitives.WriteInt32LittleEndian(numbers.AsSpan(4), second);
            BinaryPrimitives.WriteInt32LittleEndian(numbers.AsSpan(8), third);
            BinaryPrimitives.WriteUInt128LittleEndian(numbers.AsSpan(12), fourth);
            hash.AppendData(numbers);
        }
    }
}
