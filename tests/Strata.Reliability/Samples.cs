using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using SkiaSharp;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Reliability.Processes;
using Strata.Runtime;
using Strata.Tests.Checkpoints.PyTorch;

namespace Strata.Reliability;

/// <summary>Sound files of every format, as small as they can be: made by Strata itself where it writes the format.</summary>
internal static class Samples
{
    /// <summary>Four tiny networks, with every kind of artifact that costs little.</summary>
    public const string Study = """
        {
          "name": "s", "data": { "source": "digits", "fractions": "1/8" },
          "models": [ { "family": "resnet-cifar", "depth": 8, "width": [0.25, 0.5], "seeds": 2 } ],
          "training": { "epochs": 2, "batch": 32, "learningRate": 0.05 },
          "similarity": { "layers": "add", "batch": 100, "passes": 1, "across": "seeds" },
          "analyses": ["blocks", "components", "sparsity", "stability", "errors"],
          "errors": { "pairs": [["resnet8-0.25x*", "resnet8-0.5x*"]], "resamples": 0 }
        }
        """;

    /// <summary>A training of seconds that was interrupted, and goes on from <c>half.safetensors.resume</c>.</summary>
    public const string Training =
        "train --depth 8 --width 0.25 --data mnist:idx --epochs 500 --batch 20 --threads 1 --output half.safetensors";

    private const string Nouns = """
          1 This software and database is being provided to you, the LICENSEE
        00000001 03 n 01 entity 0 001 ~ 00000002 n 0000 | that which is
        00000002 05 n 02 animal 0 animate_being 0 002 @ 00000001 n 0000 ~ 00000003 n 0000 | a living organism
        00000003 05 n 01 dog 0 002 @ 00000002 n 0000 @i 00000001 n 0000 | a member of the genus Canis
        00000004 06 n 01 cup 0 001 @ 00000001 n 0000 | a small open container

        """;

    private const int Classes = 10, Side = 8, Images = 40;

    /// <summary>Makes all of them in a folder.</summary>
    public static void Make(string folder)
    {
        string At(string name)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return path;
        }

        foreach (string split in new[] { "train", "t10k" })
        {
            File.WriteAllBytes(At($"idx/{split}-images-idx3-ubyte"), IdxImages());
            File.WriteAllBytes(At($"idx/{split}-labels-idx1-ubyte"), IdxLabels());
            File.WriteAllBytes(At($"idxgz/{split}-images-idx3-ubyte.gz"), Gzipped(IdxImages()));
            File.WriteAllBytes(At($"idxgz/{split}-labels-idx1-ubyte.gz"), Gzipped(IdxLabels()));
        }
        File.WriteAllBytes(At("data.bin"), CifarRecords());
        foreach (string place in new[] { "train/cat", "train/dog", "test/cat", "test/dog" })
        {
            File.WriteAllBytes(At($"jpeg/{place}/1.jpg"), Picture(SKEncodedImageFormat.Jpeg));
            File.WriteAllBytes(At($"png/{place}/1.png"), Picture(SKEncodedImageFormat.Png));
        }
        foreach (TarEntryFormat format in new[] { TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu })
            File.WriteAllBytes(At($"{format.ToString().ToLowerInvariant()}.tar"), Tarred(Path.Combine(folder, "png"), format));
        File.WriteAllBytes(At("set.tar.gz"), Gzipped(File.ReadAllBytes(At("pax.tar"))));
        ZipFile.CreateFromDirectory(Path.Combine(folder, "png"), At("set.zip"));

        NpyFile.Write(At("x.npy"), Numbers(20 * 20), 20, 20);
        NpyFile.Write(At("y.npy"), Numbers(20 * 7), 20, 7);
        using (ZipArchive zip = ZipFile.Open(At("x.npz"), ZipArchiveMode.Create)) zip.CreateEntryFromFile(At("x.npy"), "x.npy");
        for (int population = 0; population < 2; population++)
        {
            int[] predictions = [.. Enumerable.Range(0, 3 * Images).Select(i => i * (7 + population) / 3 % Classes)];
            NpyFile.Write(At($"p{population}.npy"), predictions, 3, Images);
        }
        NpyFile.Write(At("labels.npy"), [.. Enumerable.Range(0, Images).Select(i => i % Classes)], Images);
        File.WriteAllText(At("groups.json"), """{ "low": [0, 1, 2, 3, 4], "high": [5, 6, 7, 8, 9] }""");
        File.WriteAllText(At("data.noun"), Nouns);
        File.WriteAllText(At("wnids.txt"), "n00000003\tdog, domestic dog\nn00000004\tcup\n");
        foreach (string name in new[] { "one", "two" })
        {
            File.WriteAllText(At($"acts/{name}/layers.json"), Layers);
            for (int layer = 0; layer < 3; layer++)
                NpyFile.Write(At($"acts/{name}/{layer}.npy"), Numbers(Images * 4), Images, 4);
        }
        File.WriteAllText(At("s.json"), Study);

        Do(folder, "strata train --depth 8 --width 0.25 --data mnist:idx --epochs 1 --batch 20 --threads 1 --output model.safetensors");
        SaveAsPyTorch(At("model.safetensors"), At("zip.pth"), At("legacy.pth"));
        Do(folder, "strata export model.safetensors --onnx --threads 1 --output model.onnx");
        Do(folder, "strata compare model.safetensors --data mnist:idx --passes 1 --batch 20 --threads 1 --output comparison");
        Do(folder, "strata run s.json --output out");
        Interrupted(folder);
    }

    /// <summary>Both formats of torch.save, the old one with all tensors in storages of their own.</summary>
    private static void SaveAsPyTorch(string model, string zip, string legacy)
    {
        (string Name, int[] Shape, float[] Numbers)[] tensors = [.. SafetensorsFile.Read(model).Tensors
            .Select(tensor => (tensor.Key, tensor.Value.Shape, (float[])tensor.Value.Values))];
        byte[] pickle = TorchPickle.StateOf(tensors.Select((tensor, i) => (tensor.Name, "FloatStorage", $"{i}", (long)tensor.Numbers.Length,
            0L, Array.ConvertAll(tensor.Shape, size => (long)size), Strides(tensor.Shape))));
        (string, byte[])[] storages = [.. tensors.Select((tensor, i)
            => ($"{i}", MemoryMarshal.AsBytes(tensor.Numbers.AsSpan()).ToArray()))];
        TorchPickle.Zip(zip, pickle, storages);
        TorchPickle.Legacy(legacy, pickle, sizeof(float), storages);

        static long[] Strides(int[] shape)
            => [.. shape.Select((_, axis) => shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size))];
    }

    private static void Interrupted(string folder)
    {
        using Running training = Shell.Start(folder, $"exec strata {Training}");
        string state = Path.Combine(folder, "half.safetensors.resume");
        while (!training.HasEnded && !File.Exists(state)) Thread.Sleep(20);
        training.Send(Signal.Interrupt);
        training.Wait(TimeSpan.FromMinutes(1));
        if (!File.Exists(state)) throw new InvalidOperationException($"'strata {Training}' left no state when it was interrupted");
    }

    private const string Layers = """
        [
          { "index": 0, "name": "input", "kind": "input", "stage": null, "block": null, "shape": [4], "file": "0.npy" },
          { "index": 1, "name": "stages.0.0.relu2", "kind": "relu", "stage": 0, "block": 0, "shape": [4], "file": "1.npy" },
          { "index": 2, "name": "logits", "kind": "logits", "stage": null, "block": null, "shape": [4], "file": "2.npy" }
        ]
        """;

    private static void Do(string folder, string script)
    {
        Ended ended = Shell.Run(folder, script);
        if (ended.Code != 0) throw new InvalidOperationException($"'{script}' ended with {ended.Code}: {ended.Errors}");
    }

    private static double[] Numbers(int count)
    {
        var random = new RandomSequence(1, "samples", count);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }

    private static byte[] Pixels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 37 + i / Side * 11))];

    private static byte[] IdxImages()
        => [.. BigEndian(0x803), .. BigEndian(Images), .. BigEndian(Side), .. BigEndian(Side), .. Pixels(Images * Side * Side)];

    private static byte[] IdxLabels()
        => [.. BigEndian(0x801), .. BigEndian(Images), .. Enumerable.Range(0, Images).Select(i => (byte)(i % Classes))];

    private static byte[] CifarRecords()
        => [.. Enumerable.Range(0, Images / 2).SelectMany(i => Pixels(3 * 32 * 32).Prepend((byte)(i % Classes)))];

    private static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Gzipped(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, CompressionLevel.Optimal)) pack.Write(plain);
        return packed.ToArray();
    }

    private static byte[] Tarred(string folder, TarEntryFormat format)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, format, leaveOpen: true))
        {
            foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                writer.WriteEntry(file, Path.GetRelativePath(folder, file));
        }
        return archive.ToArray();
    }

    private static byte[] Picture(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(24, 16);
        for (int i = 0; i < bitmap.Width * bitmap.Height; i++)
        {
            (int y, int x) = int.DivRem(i, bitmap.Width);
            bitmap.SetPixel(x, y, new SKColor((byte)(x * 10), (byte)(y * 15), (byte)(x * y)));
        }
        using SKData data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
