using System.Text.Json;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Tests.Models;

public class LayerListTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        using var folder = new TemporaryFolder();
        LayerInfo[] layers = [new(0, "input", "input", null, null, [3, 32, 32]), new(1, "stages.0.1.conv1", "conv", 0, 1, [16, 32, 32]),
            new(2, "logits", "logits", null, null, [10])];
        LayerList.Write(folder["layers_a.json"], layers);
        IReadOnlyList<LayerInfo> read = LayerList.Read(folder["layers_a.json"]);
        Assert.Equal(layers.Select(x => (x.Index, x.Name, x.Kind, x.Stage, x.Block)),
            read.Select(x => (x.Index, x.Name, x.Kind, x.Stage, x.Block)));
        Assert.Equal(layers.Select(x => x.Shape), read.Select(x => x.Shape));
        LayerList.Write(folder["none.json"], []);
        Assert.Empty(LayerList.Read(folder["none.json"]));
    }

    [Fact]
    public void The_file_has_the_members_of_the_contract_and_no_other()
    {
        using var folder = new TemporaryFolder();
        LayerList.Write(folder["layers_a.json"], [new(0, "input", "input", null, null, [3, 32, 32])]);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["layers_a.json"]));
        Assert.Equal(["index", "name", "kind", "stage", "block", "shape"],
            json.RootElement[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.Null, json.RootElement[0].GetProperty("stage").ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("""[{"index":1,"name":"a","kind":"conv","shape":[1]}]""")]
    [InlineData("""[{"index":0,"name":"","kind":"conv","shape":[1]}]""")]
    [InlineData("""[{"index":0,"name":"a\nb","kind":"conv","shape":[1]}]""")]
    [InlineData("""[{"index":0,"name":"\ud800","kind":"conv","shape":[1]}]""")]
    [InlineData("""[{"\ud800name":0,"\ud800":0}]""")]
    [InlineData("""[{"index":0,"name":"a","kind":null,"shape":[1]}]""")]
    [InlineData("""[{"index":0,"name":"a","kind":"conv","stage":-1,"shape":[1]}]""")]
    [InlineData("""[{"index":0,"name":"a","kind":"conv","block":1e99,"shape":[1]}]""")]
    [InlineData("""[{"index":0,"name":"a","kind":"conv"}]""")]
    [InlineData("""[{"index":0,"name":"a","kind":"conv","shape":[0]}]""")]
    [InlineData("""[{"index":0,"name":"a","kind":"conv","shape":[1.5]}]""")]
    [InlineData("""[{"index":0,"name":"a","kind":"conv","shape":[2147483647,2147483647,2147483647,2147483647]}]""")]
    public void A_list_that_is_not_as_it_must_be_is_refused(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["layers_a.json"], text);
        Assert.Equal(folder["layers_a.json"], Assert.Throws<InvalidFileException>(() => LayerList.Read(folder["layers_a.json"])).Path);
    }

    [Fact]
    public void Deep_nesting_and_missing_files_are_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["deep.json"], new string('[', 100_000));
        Assert.Throws<InvalidFileException>(() => LayerList.Read(folder["deep.json"]));
        Assert.Throws<InvalidFileException>(() => LayerList.Read(folder["none.json"]));
        Assert.Throws<InvalidFileException>(() => LayerList.Read(folder.Path));
    }
}
