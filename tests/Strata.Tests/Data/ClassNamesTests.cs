using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

/// <summary>Names for classes whose folders are numbers of WordNet.</summary>
public sealed class ClassNamesTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private ImageSet Load(string names, StreamChoice stream = StreamChoice.Auto)
    {
        if (!File.Exists(_folder["a.tar"]))
        {
            Pictures.Tar(_folder["a.tar"], gzip: false, [("top/classes.txt", Text(names)),
                .. Pictures.SmallSet().Select(member => ($"top/{member.Name}", member.Content))]);
        }
        return ImageSets.Load($"imagefolder:{_folder["a.tar"]}", new() { Reading = new() { Stream = stream } });
    }

    [Theory]
    [InlineData(StreamChoice.Auto)]
    [InlineData(StreamChoice.Always)]
    public void A_file_beside_the_splits_gives_them(StreamChoice stream)
    {
        for (int start = 0; start < 2; start++)
        {
            ImageSet set = Load("ant\temmet, pismire\r\n\r\ncat  true cat\r\nwhale whale\r\n", stream);
            Assert.Equal(["emmet, pismire", "true cat"], set.Classes);
            Assert.Equal(["ant", "cat"], set.ClassFolders);
        }
    }

    [Fact]
    public void Folders_without_a_line_keep_their_names()
    {
        ImageSet set = Load("cat puss\n");
        Assert.Equal(["ant", "puss"], set.Classes);
        Assert.Equal(["ant", "cat"], set.ClassFolders);
    }

    /// <summary>ImageNet has two cranes and two maillots.</summary>
    [Theory]
    [InlineData("ant crane\ncat crane\n", "crane (ant)", "crane (cat)")]
    [InlineData("ant cat\n", "cat (ant)", "cat")]
    public void Classes_that_share_a_name_are_told_apart_by_their_folders(string names, string first, string second)
        => Assert.Equal([first, second], Load(names).Classes);

    [Theory]
    [InlineData("ant\n", "line 1 is 'ant'")]
    [InlineData("ant a\nant b\n", "line 2 names 'ant' a second time")]
    public void Lines_that_say_nothing_or_two_things_are_refused(string names, string problem)
    {
        InvalidFileException refused = Assert.Throws<InvalidFileException>(() => Load(names));
        Assert.EndsWith("classes.txt", refused.Path, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_without_such_a_file_have_one_name_for_both()
    {
        ImageSet digits = ImageSets.Load("digits");
        Assert.Same(digits.Classes, digits.ClassFolders);
    }

    /// <summary>WordNet knows classes by their wnids, whatever a file calls them.</summary>
    [Fact]
    public void A_list_of_classes_holds_what_the_folders_are_called()
    {
        Load("cat puss\n");
        Assert.Equal(["ant", "cat"], ClassList.Read($"imagefolder:{_folder["a.tar"]}"));
    }
}
