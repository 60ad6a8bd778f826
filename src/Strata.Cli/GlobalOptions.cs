using System.CommandLine;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>Options that every command understands.</summary>
internal static class GlobalOptions
{
    public static readonly Option<bool> Quiet = new("--quiet") { Description = "No progress, only results and errors.", Recursive = true };

    public static readonly Option<string> Device = CreateDevice();

    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "More detail; the trace of an error.",
        Recursive = true
    };

    private static Option<string> CreateDevice()
    {
        var option = new Option<string>("--device")
        {
            Description = "cpu: what this build computes on.",
            DefaultValueFactory = _ => "cpu",
            Recursive = true
        };
        option.CompletionSources.Add("cpu");
        option.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: not "cpu" and var device }, ..])
                given.AddError($"--device: {Foreign.Quoted(device)} cannot be served: this build computes on the CPU; leave it out");
        });
        return option;
    }
}
