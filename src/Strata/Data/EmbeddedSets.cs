using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>The two small sets of real images inside this library: the first command needs no download.</summary>
internal static class EmbeddedSets
{
    public const string DigitsCitation =
        "UCI Optical Recognition of Handwritten Digits (E. Alpaydin and C. Kaynak 1998, doi:10.24432/C50P49, CC BY 4.0), its 1,797 test "
        + "images of 8x8 pixels, split anew";
    public const string ThumbsCitation =
        "Thumbnails (8x8) of CIFAR-10: A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009";

    private const int DigitsPixels = 64, DigitsTestPerClass = 50, ThumbsTrain = 3000;

    /// <summary>1,297 training and 500 test images (50 of each class), 8x8 grey of 17 shades.</summary>
    public static ImageSet Digits()
    {
        var pixels = new List<byte[]>();
        var labels = new List<int>();
        using (var reader = new StreamReader(new GZipStream(Resource("digits.csv.gz"), CompressionMode.Decompress)))
        {
            while (reader.ReadLine() is { } line)
            {
                byte[] row = [.. line.Split(',').Select(value => byte.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture))];
                pixels.Add(row[..DigitsPixels]);
                labels.Add(row[DigitsPixels]);
            }
        }

        // The split is part of the set's definition and depends on no option: 50 images of each class, drawn once and for all.
        var test = new HashSet<int>();
        for (int label = 0; label < 10; label++)
        {
            int[] members = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] == label)];
            test.UnionWith(new RandomSequence(0, "digits", label).Permutation(members.Length).Take(DigitsTestPerClass)
                .Select(place => members[place]));
        }
        HeldExamples Split(bool wanted)
        {
            int[] chosen = [.. Enumerable.Range(0, labels.Count).Where(i => test.Contains(i) == wanted)];
            return new([.. chosen.SelectMany(i => pixels[i])], [.. chosen.Select(i => labels[i])]);
        }
        string[] classes = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];
        return ImageSets.Create("digits", classes, (1, 8, 8), 16, Split(false), Split(true), DigitsCitation);
    }

    /// <summary>
    /// 3,000 training and 2,000 test thumbnails of CIFAR-10, 8x8 in colour, the classes in turn. Written by build/make-thumbs.cs.
    /// </summary>
    public static ImageSet Thumbs()
    {
        using var records = new MemoryStream();
        using (var packed = new BrotliStream(Resource("thumbs.bin.br"), CompressionMode.Decompress)) packed.CopyTo(records);
        CifarFormat format = CifarFormat.Thumbs;
        HeldExamples all = CifarReader.Split(records.ToArray(), format, "thumbs");
        int size = format.ImageBytes;
        var train = new HeldExamples(all.Pixels[..(ThumbsTrain * size)], all.Labels[..ThumbsTrain]);
        var test = new HeldExamples(all.Pixels[(ThumbsTrain * size)..], all.Labels[ThumbsTrain..]);
        return ImageSets.Create("thumbs", format.Classes, (3, format.Side, format.Side), 255, train, test, ThumbsCitation);
    }

    private static Stream Resource(string name)
        => Assembly.GetExecutingAssembly().GetManifestResourceStream($"Strata.Data.Embedded.{name}")
        ?? throw new StrataException($"The resource {name} is missing from Strata.dll; build or install it again.");
}
