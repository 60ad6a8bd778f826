using System.CommandLine;

namespace Strata.Cli;

/// <summary>Options that every command understands.</summary>
internal static class GlobalOptions
{
    public static readonly Option<bool> Quiet = new("--quiet") { Description = "No progress, only results and errors.", Recursive = true };

    public static readonly Option<string> Device = new("--device")
    {
        Description = "cpu; cuda needs a build with CUDA libraries.",
        DefaultValueFactory = _ => "cpu",
        Recursive = true
    };

    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "More detail; the trace of an error.",
        Recursive = true
    };
}
