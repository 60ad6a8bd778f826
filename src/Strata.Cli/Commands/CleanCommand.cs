using System.CommandLine;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Cli.Commands;

/// <summary><c>strata clean</c>: removes results that a study does not refer to any more.</summary>
internal static class CleanCommand
{
    public static Command Create()
    {
        var output = new Argument<string>("OUT") { Description = "A study's output folder." };
        var yes = new Option<bool>("--yes") { Description = "Removes what it would otherwise only list." };
        var command = new Command("clean",
            "Lists what the study in a folder does not refer to: results of options that it had before, and damaged ones that were set "
            + "aside. With --yes they are removed.\n\nExample: strata clean out/quickstart --yes") { output, yes };
        command.SetAction(parsed =>
        {
            var store = new ArtifactStore(parsed.GetValue(output)!);
            Plan plan = Plan.Parse(store.PlanFile);
            using OutputLock held = OutputLock.Take(store.Root);
            RunsAtWork.RequireNone(store.Root);
            IReadOnlyList<Unreferenced> found = Unreferenced.In(store, plan);
            bool remove = parsed.GetValue(yes);
            foreach (Unreferenced one in found)
            {
                Console.WriteLine($"{one.Bytes / 1e6,10:0.0} MB  {Foreign.Path(one.Path)}");
                if (remove) one.Remove(store);
            }
            Console.WriteLine(found.Count == 0 ? $"{plan.Study}: everything is part of the study"
                : $"{found.Count} with {found.Sum(one => one.Bytes) / 1e6:0.0} MB {(remove ? "removed" : "could go: --yes removes them")}");
            return ExitCode.Done;
        });
        return command;
    }
}
