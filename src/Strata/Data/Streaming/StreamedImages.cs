using Strata.Data.Files;

namespace Strata.Data.Streaming;

/// <summary>A set whose images stay in their files.</summary>
internal static class StreamedImages
{
    /// <summary>The set of an index; it reads from the tree as long as it is used.</summary>
    public static ImageSet Of(FileTree tree, ImageIndex index) => new()
    {
        Name = ImageFolderReader.Slug(tree.Path),
        Classes = index.Classes,
        ClassFolders = index.ClassFolders,
        Channels = ImageIndex.Channels,
        Height = index.Height,
        Width = index.Width,
        PixelMaximum = 255,
        Train = new StreamedExamples(tree, index.Train, (index.Height, index.Width), index.TrainSums),
        Test = new StreamedExamples(tree, index.Test, (index.Height, index.Width), index.TestSums),
        Hash = index.Hash(),
        Citation = ImageFolderReader.Citation(tree),
        Notes = index.Notes,
        Broken = index.Broken,
        Originals = OriginalSizes.Of([.. index.Train.Concat(index.Test).Select(image => (image.Width, image.Height))]),
    };
}
