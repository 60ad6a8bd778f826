using System.CommandLine;
using System.Diagnostics;
using Strata.Data;

namespace Strata.Cli.Commands;

/// <summary><c>strata data get</c>: downloads a set from its authors' home.</summary>
internal static class DataCommandGet
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "cifar10, cifar100 or tiny-imagenet; imagenet says how to get it." };
        name.AcceptOnlyFromAmong([.. Download.Names, Download.ByHand]);
        var directory = new Argument<string>("DIR") { Description = "The folder to put the archive into." };
        var command = new Command("get",
            "Downloads CIFAR-10, CIFAR-100 or Tiny-ImageNet from its official home; an interrupted download goes on where it stopped.\n\n"
            + "Example: strata data get cifar10 data") { name, directory };
        command.SetAction(async (parsed, stop) =>
        {
            string set = parsed.GetValue(name)!, folder = parsed.GetValue(directory)!, path;
            try
            {
                using ProgressDisplay display = ProgressDisplay.Start(parsed, $"downloading {set}");
                using IDisposable saving = StopSignals.Saving();
                path = await Download.Get(set, folder, new Display(display), stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                throw new InterruptedException($"Interrupted; 'strata data get {set} {folder}' goes on from what has arrived.");
            }
            Console.WriteLine($"{path} is complete; use it as {set}:{path}");
            return ExitCode.Done;
        });
        return command;
    }

    private sealed class Display(ProgressDisplay display) : IProgress<(long Done, long? Total)>
    {
        private readonly long _started = Stopwatch.GetTimestamp();
        private long? _first;

        public void Report((long Done, long? Total) value)
        {
            _first ??= value.Done;
            double speed = (value.Done - _first.Value) / 1e6 / Math.Max(Stopwatch.GetElapsedTime(_started).TotalSeconds, 1e-3);
            display.Report(value.Done / 1e6, (value.Total ?? 0) / 1e6, $"MB, {speed:0.0} MB/s");
        }
    }
}
