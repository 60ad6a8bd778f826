using System.Text.Json;
using System.Text.Json.Serialization;
using Strata.Runtime;

namespace Strata.Tests.Runtime;

public sealed class JsonFileTests : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public JsonFileTests() => _path = Path.Combine(_folder.Path, "a.json");

    public void Dispose() => _folder.Dispose();

    private sealed record Sample(int Number, string Text, int[] List, DayOfWeek Day = default, DateTimeOffset When = default);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("nul", "line 1: 'nul' is an invalid JSON literal")]
    [InlineData("null", "holds null")]
    [InlineData("[]", "line 1: it holds another kind of value than it must")]
    [InlineData("{\"number\":1,\n\"text\":\"a\",", "line 2: ")]
    [InlineData("{\"number\":1,\n\"text\":7,\"list\":[]}", "line 2: 'text' holds another kind of value than it must")]
    [InlineData("{\"number\":99999999999,\"text\":\"a\",\"list\":[]}", "'number' holds another kind of value than it must")]
    [InlineData("{\"number\":1.5,\"text\":\"a\",\"list\":[]}", "'number' holds another kind of value than it must")]
    [InlineData("{\"number\":1,\"text\":null,\"list\":[]}", "'text' is null")]
    [InlineData("{\"number\":1,\"text\":\"a\"}", "it lacks 'list'")]
    [InlineData("{\"number\":1,\"text\":\"a\",\"list\":[1,[2]]}", "'list[1]' holds another kind of value than it must")]
    [InlineData("{\"number\":1,\"text\":\"a\",\"list\":[],\"day\":\"Someday\"}", "'day' holds another kind of value than it must")]
    [InlineData("{\"number\":1,\"text\":\"a\",\"list\":[],\"when\":\"2026-99-01\"}", "'when' holds another kind of value than it must")]
    [InlineData("{\"number\":1,\"text\":\"\\ud800\",\"list\":[]}", "'text' holds another kind of value than it must")]
    [InlineData("{\"number\":1,\"text\":\"a\",\"list\":[]} x", "'x' is invalid after a single JSON value")]
    public void What_is_wrong_is_said_in_words_with_line_and_member(string text, string problem)
    {
        File.WriteAllText(_path, text);
        var refused = Assert.Throws<InvalidFileException>(() => JsonFile.Read<Sample>(_path, "sample", s_json));
        Assert.StartsWith(_path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        foreach (string word in new[] { "System.", "Strata.", "LineNumber", "BytePosition", "Path: $", "nullability" })
            Assert.DoesNotContain(word, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_twice_a_missing_file_and_a_folder_are_refused()
    {
        File.WriteAllText(_path, "{\"number\":1,\"number\":2,\"text\":\"a\",\"list\":[]}");
        Assert.DoesNotContain("System.", Assert.Throws<InvalidFileException>(() => JsonFile.Read<Sample>(_path, "sample", s_json)).Message,
            StringComparison.Ordinal);
        Assert.Contains("does not exist",
            Assert.Throws<InvalidFileException>(() => JsonFile.Read<Sample>(_path + "x", "sample", s_json)).Message,
            StringComparison.Ordinal);
        Assert.Contains("is a folder",
            Assert.Throws<InvalidFileException>(() => JsonFile.Read<Sample>(_folder.Path, "sample", s_json)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Foreign_text_is_escaped_and_cut()
    {
        File.WriteAllText(_path, $"{{\"number\":1,\"text\":\"a\",\"list\":[{new string('1', 5000)}\u001b]}}");
        string message = Assert.Throws<InvalidFileException>(() => JsonFile.Read<Sample>(_path, "sample", s_json)).Message;
        Assert.DoesNotContain('\u001b', message);
        Assert.True(message.Length < _path.Length + 500, message);
    }

    [Fact]
    public void A_sealed_text_notices_every_changed_byte()
    {
        var indented = new JsonSerializerOptions(s_json) { WriteIndented = true };
        byte[] text = System.Text.Encoding.UTF8.GetBytes(SealedJson.Write(new Sample(1, "ä}", [1, 2]), indented));
        Assert.True(SealedJson.IsWhole(text));
        Assert.Equal("ä}", JsonFile.Parse<Sample>(text, _path, "sample", s_json).Text);
        for (int i = 0; i < text.Length; i++)
        {
            byte[] changed = [.. text];
            changed[i] ^= 1;
            Assert.NotEqual(true, SealedJson.IsWhole(changed));
        }
        Assert.Null(SealedJson.IsWhole("{}"u8.ToArray()));
        Assert.Throws<InvalidFileException>(() => SealedJson.Require("{}"u8.ToArray(), _path, required: true));
        SealedJson.Require("{}"u8.ToArray(), _path, required: false);
    }
}
