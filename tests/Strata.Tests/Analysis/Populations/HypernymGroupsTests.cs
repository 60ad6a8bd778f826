using System.Formats.Tar;
using System.IO.Compression;
using Strata.Analysis.Populations;
using Strata.Data;
using Strata.Data.WordNet;
using Strata.Runtime;
using Strata.Tests.Data.WordNet;

namespace Strata.Tests.Analysis.Populations;

/// <summary>Groups of classes by WordNet: on a few lines, and ImageNet's and Tiny-ImageNet's classes with the real database.</summary>
public sealed class HypernymGroupsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_group_has_what_is_below_it_once_and_itself_where_it_is_a_class_the_largest_first()
    {
        // A dog is below animal on two paths; canine is a class, and a hypernym of another.
        Assert.Equal(["animal: 0,1,2", "entity: 0,1,2", "canine: 0,2", "pet: 0,1"], Groups(1, "n00000400", "n00000300", "n00000200"));
        Assert.Equal(["animal: 0,1,2", "entity: 0,1,2"], Groups(3, "n00000400", "n00000300", "n00000200"));
        Assert.Equal(["animal: 0", "canine: 0", "pet: 0", "entity: 0"], Groups(1, "n00000400"));
    }

    [Fact]
    public void What_WordNet_does_not_know_is_told_all_at_once()
    {
        string message = Assert.Throws<StrataException>(() => Groups(1, "n00000400", "dog", "n99999999", "n1", "n2", "n3")).Message;
        Assert.Contains("does not know 5 of the 6 classes: class 1, 'dog', is no wnid such as n02084071; class 2, 'n99999999', is none of "
            + "its nouns; class 3, 'n1', is no wnid such as n02084071 and 2 more. ImageNet's wnids are those of WordNet 3.0", message,
            StringComparison.Ordinal);
        Assert.Contains("no hypernym has 9 of the 1 classes below it", Assert.Throws<StrataException>(() => Groups(9, "n00000400")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_thousands_is_refused_before_it_fills_the_memory()
    {
        const int Length = 2_100;
        File.WriteAllLines(_folder["data.noun"], Enumerable.Range(1, Length).Select(place
            => $"{place:00000000} 03 n 01 a 0 {(place == 1 ? "000" : $"001 @ {place - 1:00000000} n 0000")} | x"));
        string[] classes = [.. Enumerable.Range(1, Length).Select(place => $"n{place:00000000}")];
        var nouns = Nouns.Open(_folder["data.noun"]);
        Assert.Contains("of 2100 classes, expected up to 2000000 above all",
            Assert.Throws<InvalidFileException>(() => HypernymGroups.Of(nouns, classes)).Message, StringComparison.Ordinal);
        Assert.Equal(99, HypernymGroups.Of(nouns, classes[..100], 1).Groups.Count);
    }

    [Fact]
    public void ImageNet_has_860_hypernyms_28_of_them_with_more_than_50_classes()
    {
        string[] classes = [.. ClassList.Read(SharedData.Path("imagenet-wnids.txt"))];
        Nouns nouns = WordNet();
        Assert.Equal(1000, classes.Length);
        ClassGroups all = HypernymGroups.Of(nouns, classes, 1);
        Assert.Equal(860, all.Groups.Count);
        ClassGroups large = HypernymGroups.Of(nouns, classes, 51);
        Assert.Equal(28, large.Groups.Count);
        Assert.Equal(all.Groups.Take(28).Select(g => g.Classes.Count), large.Groups.Select(g => g.Classes.Count));
        foreach ((string name, int count) in new[] { ("artifact", 522), ("animal", 398), ("dog", 118), ("consumer goods", 62) })
            Assert.Equal(count, Of(large, name).Count);
        Assert.Equal(58, Of(large, "structure").Count);
        Assert.Equal(10, Of(HypernymGroups.Of(nouns, classes, 10), "geological formation").Count);
        Assert.Equal(68, Of(large, "structure").Union(Of(HypernymGroups.Of(nouns, classes, 10), "geological formation")).Count());
        // What one set has below a hypernym, a part of it has as far as it goes.
        string[] dogs = [.. Of(large, "dog").Select(c => classes[c])];
        Assert.Equal(118, Of(HypernymGroups.Of(nouns, dogs, 118), "canine").Count);
    }

    [Fact]
    public void Tiny_ImageNet_has_343_hypernyms()
    {
        string[] classes = TinyClasses();
        Nouns nouns = WordNet();
        foreach ((int atLeast, int groups) in new[] { (1, 343), (5, 54), (10, 33), (20, 17), (51, 9) })
            Assert.Equal(groups, HypernymGroups.Of(nouns, classes, atLeast).Groups.Count);
        var found = HypernymGroups.Of(nouns, classes, 5);
        foreach ((string name, int count) in new[] { ("artifact", 118), ("animal", 59), ("device", 27), ("structure", 19),
            ("consumer goods", 17), ("clothing", 15), ("dog", 6), ("geological formation", 5) })
            Assert.Equal(count, Of(found, name).Count);
        Assert.Equal(200, WnidNames.Of(classes, nouns).Distinct().Count());
    }

    /// <summary>Every fourth class of ImageNet, with one test image each and none to train on.</summary>
    [Fact]
    public void A_set_of_test_images_alone_says_its_classes()
    {
        string[] all = [.. ClassList.Read(SharedData.Path("imagenet-wnids.txt"))];
        IReadOnlyList<string> classes = ClassList.Read($"imagefolder:{SharedData.Path("imagenet-250x1-224.tar.gz")}");
        Assert.Equal(all.Order(StringComparer.Ordinal).Where((_, place) => place % 4 == 0), classes);
        Assert.Equal(classes.Count, HypernymGroups.Of(WordNet(), classes).Groups[0].Classes.Count);
    }

    [Fact]
    public void Instances_are_below_what_they_are_instances_of()
    {
        Nouns nouns = WordNet();
        Synset fuji = nouns.Find("n09175016")!;
        Assert.Equal("Fuji", fuji.Name);
        Assert.Contains(nouns.Above(fuji), s => s.Name == "geological formation");
    }

    private static IReadOnlyList<int> Of(ClassGroups groups, string name)
        => Assert.Single(groups.Groups, g => g.Name == name || g.Name.StartsWith($"{name} (", StringComparison.Ordinal)).Classes;

    private IEnumerable<string> Groups(int atLeast, params string[] classes)
    {
        File.WriteAllText(_folder["data.noun"], NounsTests.Five);
        return HypernymGroups.Of(Nouns.Open(_folder["data.noun"]), classes, atLeast).Groups
            .Select(g => $"{g.Name}: {string.Join(",", g.Classes)}");
    }

    private static Nouns WordNet()
    {
        Nouns? nouns = Nouns.OpenInstalled();
        Needs.Installed(nouns is not null, "WordNet's database is not installed (on Debian: apt-get install wordnet-base)");
        return nouns!;
    }

    private static string[] TinyClasses()
    {
        using var packed = new GZipStream(File.OpenRead(SharedData.Path("tiny-imagenet-200x125.tar.gz")), CompressionMode.Decompress);
        using var archive = new TarReader(packed);
        while (archive.GetNextEntry() is { } entry)
        {
            if (Path.GetFileName(entry.Name) == "classes.txt")
                return [.. new StreamReader(entry.DataStream!).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => line.Split('\t')[0])];
        }
        throw new InvalidDataException("no classes.txt");
    }
}
