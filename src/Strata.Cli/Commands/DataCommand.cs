using System.CommandLine;
using System.CommandLine.Completions;
using Strata.Data;

namespace Strata.Cli.Commands;

/// <summary><c>strata data</c>: the sets of images that everything else works on.</summary>
internal static class DataCommand
{
    public static Command Create()
        => new("data", "Lists, checks, downloads and exports sets of images.\n\nExample: strata data check digits")
        {
            DataCommandList.Create(),
            DataCommandCheck.Create(),
            DataCommandGet.Create(),
            DataCommandExport.Create(),
        };

    /// <summary>The argument that names a set.</summary>
    public static Argument<string> Source() => new("DATA")
    {
        Description = $"{ImageSets.Sources}.",
        CompletionSources = { _ => ImageSets.Starts.Select(start => new CompletionItem(start)) },
    };
}
