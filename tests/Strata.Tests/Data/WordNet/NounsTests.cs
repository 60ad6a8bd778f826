using Strata.Data.WordNet;
using Strata.Runtime;

namespace Strata.Tests.Data.WordNet;

/// <summary>WordNet's database format (wndb(5WN)), on files of a few lines.</summary>
public sealed class NounsTests : IDisposable
{
    /// <summary>
    /// A dog is a canine and a pet; a pet is an instance of an animal, and a canine a kind of one: two ways up. Other pointers are no
    /// hypernyms.
    /// </summary>
    internal const string Five = """
          1 This software and database is being provided to you, the LICENSEE
        00001740 03 n 01 entity 0 001 ~ 00000100 n 0000 | that which is
        00000100 05 n 02 animal 0 animate_being 0 002 @ 00001740 n 0000 ~ 00000200 n 0000 | a living organism
        00000200 05 n 01 canine 1 003 @ 00000100 n 0000 %p 00000400 n 0000 + 00000300 v 0101 | fissiped mammals
        00000300 05 n 0a pet 0 b 0 c 0 d 0 e 0 f 0 g 0 h 0 i 0 j 0 002 @i 00000100 n 0000 @ 00000300 v 0000 | kept
        00000400 05 n 01 dog 0 002 @ 00000200 n 0000 @ 00000300 n 0000 | a member of the genus Canis | "it barked"

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kinds_and_instances_lead_up_along_every_path_and_each_meaning_is_met_once()
    {
        Nouns nouns = Open(Five);
        Assert.Equal(5, nouns.Count);
        Synset dog = nouns.Find("n00000400")!;
        Assert.Equal(["dog"], dog.Words);
        Assert.Equal([new(200), new(300)], dog.Hypernyms);
        Assert.Equal(["animal", "canine", "entity", "pet"], nouns.Above(dog).Select(s => s.Name).Order());
        Assert.Equal(["animal", "animate being"], nouns.Find("n00000100")!.Words);
        Assert.Equal(10, nouns.Find("n00000300")!.Words.Count);
        Assert.Equal(["animal", "entity"], nouns.Above(nouns.Find("n00000300")!).Select(s => s.Name).Order());
        Assert.Empty(nouns.Above(nouns.Find("n00001740")!));
        foreach (string none in (string[])["n00000401", "v00000400", "00000400", "n400", "n-0000400", "n 0000400", "n000004000", "", "dog"])
            Assert.Null(nouns.Find(none));
        Assert.Equal("n00000400", $"{dog.Id}");
    }

    [Fact]
    public void A_circle_ends()
    {
        Nouns nouns = Open("""
            00000001 03 n 01 a 0 001 @ 00000002 n 0000 | x
            00000002 03 n 01 b 0 002 @ 00000001 n 0000 @ 00000002 n 0000 | y

            """);
        Assert.Equal(["b"], nouns.Above(nouns.Find("n00000001")!).Select(s => s.Name));
        Assert.Equal(["a"], nouns.Above(nouns.Find("n00000002")!).Select(s => s.Name));
    }

    [Theory]
    [InlineData("", "holds no nouns")]
    [InlineData("  1 licence alone\n", "holds no nouns")]
    [InlineData("GIF89a\n", "line 1 is none of its lines")]
    [InlineData("00000001 29 v 01 breathe 0 000 01 + 02 00 | verbs\n", "line 1 is none of its lines")]
    [InlineData("0000001 03 n 01 a 0 000 | short\n", "line 1 is none of its lines")]
    [InlineData("00000001 03 n ff a 0 000 | claims\n", "line 1 has 'ff' for its number of words, and 7 fields")]
    [InlineData("00000001 03 n zz a 0 000 | claims\n", "line 1 has 'zz' for its number of words")]
    [InlineData("00000001 03 n 00 000 | none\n", "line 1 has '00' for its number of words")]
    [InlineData("00000001 03 n 01 a 0 999 | claims\n", "line 1 has '999' for its number of pointers, and 7 fields")]
    [InlineData("00000001 03 n 01 a 0 99999999999 | claims\n", "for its number of pointers")]
    [InlineData("00000001 03 n 01 a 0 -01 | claims\n", "line 1 has '-01' for its number of pointers")]
    [InlineData("00000001 03 n 01 a 0 001 @ 2 n 0000 | x\n", "line 1 points to '2', which is no place")]
    [InlineData("00000001 03 n 01 a 0 001 @ 00000002 n 0000 | x\n", "has n00000001 below n00000002, which it does not have; is it whole?")]
    [InlineData("00000001 03 n 01 a 0 000 | x\n00000001 03 n 01 b 0 000 | y\n", "line 2 has the place 00000001 of an earlier one")]
    [InlineData("00000001 03 n 01 \u001b[2J 0 000 | x\n", "line 1 has a word with a control character")]
    public void What_is_no_database_is_refused_with_its_line(string text, string message)
        => Assert.Contains(message, Assert.Throws<InvalidFileException>(() => Open(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_a_folder_and_an_installation_are_found_and_what_is_missing_is_named()
    {
        string dict = Directory.CreateDirectory(Path.Combine(_folder.Path, "WordNet-3.0", "dict")).FullName;
        File.WriteAllText(Path.Combine(dict, "data.noun"), Five);
        foreach (string path in (string[])[Path.Combine(dict, "data.noun"), dict, Path.GetDirectoryName(dict)!])
            Assert.Equal(Path.Combine(dict, "data.noun"), Nouns.Open(path).Path);
        Assert.Contains("has no data.noun; expected a folder of WordNet's database",
            Assert.Throws<InvalidFileException>(() => Nouns.Open(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist; expected WordNet's data.noun",
            Assert.Throws<InvalidFileException>(() => Nouns.Open(Path.Combine(_folder.Path, "none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_are_called_by_their_first_word_and_told_apart_where_they_share_it()
    {
        Nouns nouns = Open(Five.Replace("01 canine 1", "01 dog 1", StringComparison.Ordinal));
        Assert.Equal(["dog (n00000400)", "animal", "dog (n00000200)"], WnidNames.Of(["n00000400", "n00000100", "n00000200"], nouns));
        Assert.Equal(["dog", "animal"], WnidNames.Of(["n00000400", "n00000100"], nouns));
        // What is no noun's stays as it is.
        Assert.Equal(["dog", "cat", "n09999999"], WnidNames.Of(["n00000400", "cat", "n09999999"], nouns));
        Assert.Equal(["n00000400"], WnidNames.Of(["n00000400"], null));
    }

    private Nouns Open(string text)
    {
        File.WriteAllText(_folder["data.noun"], text);
        return Nouns.Open(_folder["data.noun"]);
    }
}
