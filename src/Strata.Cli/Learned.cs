using System.CommandLine;
using Strata.Analysis;
using Strata.Data;

namespace Strata.Cli;

/// <summary>Says of a network that did not learn that it did not, as studies do.</summary>
internal static class Learned
{
    /// <param name="parsed">Says whether to be quiet.</param>
    /// <param name="model">Its name.</param>
    /// <param name="accuracy">On the test images.</param>
    /// <param name="set">The images.</param>
    public static void Tell(ParseResult parsed, string model, double accuracy, ImageSet set)
    {
        if (Guessing.Of(set.Test.Labels, set.Classes.Count).Problem(accuracy) is { } problem)
            CommonOptions.Say(parsed)?.Invoke($"warning: {model} {problem}");
    }
}
