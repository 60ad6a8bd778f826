using System.Text.Json.Nodes;
using Strata.Arrays;
using Strata.Runtime;
using Strata.Studies.Analyses;
using Strata.Studies.Work;

namespace Strata.Studies.Tests.Analyses;

/// <summary>Whether a model learned is asked of files that anybody may have changed.</summary>
public sealed class LearningTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ \"share\": 0.1, \"examples\": 99999999999, \"threshold\": null }")]
    public void What_is_said_of_guessing_must_be_that(string said)
    {
        Write(new() { ["testAccuracy"] = 10, [TrainWork.Guessing] = JsonNode.Parse(said) });
        Assert.Contains("manifest.json: no manifest: guessing: ",
            Assert.Throws<InvalidFileException>(() => Learning.Problem(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_said_of_guessing_predictions_are_of_examples_and_classes()
    {
        string predictions = Path.Combine(_folder.Path, "predictions.npy");
        Write(new() { ["testAccuracy"] = 0.1 });
        NpyFile.Write(predictions, new float[1000], 100, 10);
        Assert.StartsWith("did not learn", Learning.Problem(_folder.Path), StringComparison.Ordinal);
        NpyFile.Write(predictions, new float[1000], 1000);
        Assert.Contains("predictions.npy: has shape [1000], expected probabilities [examples, classes]",
            Assert.Throws<InvalidFileException>(() => Learning.Problem(_folder.Path)).Message, StringComparison.Ordinal);
    }

    private void Write(JsonObject results) => Small.Manifest(results).Write(_folder.Path);
}
