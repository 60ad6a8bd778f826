using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

public sealed class ClassListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("n02084071\nn00015388\n", "n02084071", "n00015388")]
    [InlineData("n02084071\tdog, domestic dog\r\nn00015388\tanimal\r\n\r\n", "n02084071", "n00015388")]
    [InlineData("\uFEFFn02084071 dog\nn00015388,animal", "n02084071", "n00015388")]
    [InlineData("sea lion\nsea snake\n", "sea lion", "sea snake")]
    public void A_file_has_a_class_on_each_line(string text, params string[] classes) => Assert.Equal(classes, Read(text));

    [Theory]
    [InlineData("", "is empty; expected a class on each line")]
    [InlineData("\n\n", "is empty")]
    [InlineData("a\n\nb", "has an empty line 2 between classes")]
    [InlineData("n02084071 dog\nb\nn02084071 hound", "has the class 'n02084071' on lines 1 and 3")]
    [InlineData("a\u001b[2J\nb", "line 1 holds a control character")]
    public void What_is_no_list_is_refused(string text, string message)
        => Assert.Contains(message, Assert.Throws<InvalidFileException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_set_gives_its_classes_and_an_image_folder_without_its_images()
    {
        Assert.Equal(ImageSets.Load("thumbs").Classes, ClassList.Read("thumbs"));
        // No image: the classes are names of folders.
        foreach (string file in (string[])["train/n2/0.png", "train/n1/0.png", "test/n1/1.png", "test/n2/1.png"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
            File.WriteAllText(_folder[file], "no image");
        }
        Assert.Equal(["n1", "n2"], ClassList.Read($"imagefolder:{_folder.Path}"));
        // Names by the set's own file, for whoever shows the classes.
        File.WriteAllText(_folder["classes.txt"], "n2\tsecond thing\n");
        (IReadOnlyList<string> classes, IReadOnlyList<string> names) = ClassList.ReadNamed($"imagefolder:{_folder.Path}");
        Assert.Equal(["n1", "n2"], classes);
        Assert.Equal(["n1", "second thing"], names);
        Assert.Contains("does not exist; expected a file with a class on each line, or a set of images",
            Assert.Throws<InvalidFileException>(() => ClassList.Read(_folder["none.txt"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_that_are_one_set_give_its_classes_too()
    {
        Directory.CreateDirectory(_folder["shards"]);
        (string Name, byte[]? Content)[] members = [.. Pictures.SmallSet()];
        for (int shard = 0; shard < 2; shard++)
            Pictures.Tar(_folder[$"shards/{shard}.tar"], gzip: false, members.Where((_, i) => i % 2 == shard));
        IReadOnlyList<string> classes = ClassList.Read($"imagefolder:{_folder["shards"]}");
        Assert.Equal(["ant", "cat"], classes);
        Assert.Equal(classes, ClassList.Read($"imagefolder:{_folder["shards"]}/*.tar"));
    }

    private IReadOnlyList<string> Read(string text)
    {
        File.WriteAllText(_folder["classes.txt"], text);
        return ClassList.Read(_folder["classes.txt"]);
    }
}
