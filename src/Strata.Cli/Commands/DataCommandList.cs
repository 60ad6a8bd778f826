using System.CommandLine;
using Spectre.Console;

namespace Strata.Cli.Commands;

/// <summary><c>strata data list</c>: which sets there are and how to name them.</summary>
internal static class DataCommandList
{
    public static Command Create()
    {
        var command = new Command("list", "Lists the sets of images that can be used.\n\nExample: strata data list");
        command.SetAction(_ =>
        {
            var table = new Table { Border = TableBorder.Simple };
            table.AddColumns("DATA", "what it is", "where it comes from");
            table.AddRow("digits", "1,297 + 500 handwritten digits, 8x8 grey, 10 classes",
                "built in: UCI Optical Recognition of Handwritten Digits, Alpaydin and Kaynak 1998, CC BY 4.0");
            table.AddRow("thumbs", "3,000 + 2,000 thumbnails of CIFAR-10, 8x8 colour, 10 classes",
                "built in: made from CIFAR-10, Krizhevsky 2009");
            table.AddRow("cifar10:PATH", "50,000 + 10,000 photographs, 32x32 colour, 10 classes",
                "binary file, folder or official .tar.gz; strata data get cifar10 DIR");
            table.AddRow("cifar100:PATH", "50,000 + 10,000 photographs, 32x32 colour, 100 classes",
                "binary file, folder or official .tar.gz; strata data get cifar100 DIR");
            table.AddRow(Markup.Escape("imagefolder:PATH[@SIZE]"), "your own JPEG or PNG images, all of one size or resized to SIZE x SIZE",
                "folder, .tar, .tar.gz or .zip, or a folder of such archives, with train/CLASS/*, and test/CLASS/* or val/CLASS/*, or one "
                + "of them");
            table.AddRow("tiny-imagenet:PATH", "100,000 + 10,000 photographs, 64x64 colour, 200 classes of ImageNet",
                "folder or official .zip; strata data get tiny-imagenet DIR");
            table.AddRow("mnist:PATH", "MNIST or a set in its format, 10 classes", "folder or archive of the four idx files, plain or .gz");
            TableOutput.Write(table);
            return ExitCode.Done;
        });
        return command;
    }
}
