using System.CommandLine;

namespace Strata.Cli.Commands;

/// <summary><c>strata doctor</c>: what works on this machine, and what would help.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Says what works on this machine: native libraries, CPU features, threads, browser.");
        command.SetAction(_ =>
        {
            Console.WriteLine(TorchSharp.torch.ones(2, 2).sum().item<float>());
            return ExitCode.Done;
        });
        return command;
    }
}
