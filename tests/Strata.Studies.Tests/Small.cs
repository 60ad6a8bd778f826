using System.Text;
using System.Text.Json.Nodes;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Runtime;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;

namespace Strata.Studies.Tests;

/// <summary>Small studies and the images they are about.</summary>
internal static class Small
{
    public const string Text =
        """
        { "name": "small", "data": { "source": "digits" }, "models": [ { "family": "resnet-cifar", "depth": 8, "seeds": 2 } ],
          "training": { "epochs": 1 } }
        """;

    public static ImageSet Digits { get; } = ImageSets.Load("digits");

    public static Study Study(params string[] sets) => StudyFile.Parse(Encoding.UTF8.GetBytes(Text), "small.json", sets);

    public static Plan Plan(params string[] sets) => PlanOf(Study(sets), Digits);

    /// <summary>Of a model that nothing was made for.</summary>
    public static Manifest Manifest(JsonObject results, string name = "m", string key = "") => new()
    {
        Kind = "model",
        Name = name,
        Key = key,
        Inputs = new Dictionary<string, string>(),
        Options = [],
        Environment = RunEnvironment.Capture(threads: 1),
        Seconds = 0,
        Created = DateTimeOffset.UnixEpoch,
        Warnings = [],
        Results = results,
    };

    public static Plan PlanOf(Study study, ImageSet images, int threads = 2)
        => Planner.Create(study, images, threads, "strata run small.json", AnalysisKinds.All);
}
