using System.CommandLine;
using Strata.Analysis;
using Strata.Data;

namespace Strata.Cli;

/// <summary>Says of a network that did not learn that it did not, as studies do.</summary>
internal static class Learned
{
    /// <summary>What may help a model that is only looked at.</summary>
    public const string OnOtherImages = "are these the images that it was trained on, with their classes in the same order, and is "
        + "--normalize as it was in training?";

    /// <param name="parsed">Says whether to be quiet.</param>
    /// <param name="model">Its name.</param>
    /// <param name="accuracy">On the test images.</param>
    /// <param name="set">The images.</param>
    /// <param name="hint">What may help.</param>
    public static void Tell(ParseResult parsed, string model, double accuracy, ImageSet set, string hint)
    {
        if (Guessing.Of(set.Test.Labels, set.Classes.Count).Problem(accuracy) is not { } problem) return;
        CommonOptions.Say(parsed)?.Invoke($"warning: {model} {problem}");
        CommonOptions.Say(parsed)?.Invoke($"hint: {hint}");
    }
}
