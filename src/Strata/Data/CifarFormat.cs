namespace Strata.Data;

/// <summary>Records of label bytes and the pixels of one square colour image, [channels, height, width].</summary>
/// <param name="Name">Of the set.</param>
/// <param name="Classes">In order of label.</param>
/// <param name="Side">Height and width.</param>
/// <param name="LabelBytes">Bytes before the pixels; the last of them is the label.</param>
/// <param name="TrainFiles">In order.</param>
/// <param name="TestFile">The file of the test split.</param>
/// <param name="Folder">The folder inside the archive.</param>
/// <param name="Archive">The official archive's file name.</param>
internal sealed record CifarFormat(string Name, IReadOnlyList<string> Classes, int Side, int LabelBytes, IReadOnlyList<string> TrainFiles,
    string TestFile, string Folder, string Archive)
{
    public const string Citation =
        "A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009 (https://www.cs.toronto.edu/~kriz/cifar.html)";

    public int ImageBytes => 3 * Side * Side;
    public int RecordBytes => LabelBytes + ImageBytes;

    public static CifarFormat Cifar10 { get; } = new("cifar10",
        CifarClasses.Ten,
        32, 1, ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"], "test_batch.bin",
        "cifar-10-batches-bin", "cifar-10-binary.tar.gz");

    /// <summary>The coarse label comes first; the fine one is used.</summary>
    public static CifarFormat Cifar100 { get; } = new("cifar100",
        CifarClasses.Hundred,
        32, 2, ["train.bin"], "test.bin", "cifar-100-binary", "cifar-100-binary.tar.gz");

    public static CifarFormat Thumbs { get; } = Cifar10 with { Name = "thumbs", Side = 8 };
}
