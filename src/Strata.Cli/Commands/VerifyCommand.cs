using System.CommandLine;
using Strata.Checkpoints;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Cli.Commands;

/// <summary><c>strata verify</c>: whether results are still as they were written.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var output = new Argument<string>("OUT")
        {
            Description = "A study's output folder, the folder of a single result, or a weights file that Strata wrote."
        };
        var repair = new Option<bool>("--repair")
        {
            Description = "Moves damaged results of a study, and what was made from them, to OUT/damaged: the next run makes them again."
        };
        var command = new Command("verify",
            "Reads results and says which are not as they were written; ends with 1 where there are any.\n\n"
            + "Example: strata verify out/quickstart --repair") { output, repair };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(output)!;
            var store = new ArtifactStore(path);
            if (Path.Exists(store.PlanFile)) return Study(store, parsed.GetValue(repair));
            if (parsed.GetValue(repair))
                throw new InvalidOptionsException($"--repair: {Foreign.Path(path)} is no study's output; make the result again");
            return Directory.Exists(path) ? Result(path) : Model(path);
        });
        return command;
    }

    private static int Study(ArtifactStore store, bool repair)
    {
        using OutputLock? held = repair ? OutputLock.Take(store.Root) : null;
        if (repair) RunsAtWork.RequireNone(store.Root);
        Plan plan = Plan.Parse(store.PlanFile);
        string[] files = [.. store.StudyProblems()];
        StoreCheck check = store.CheckOf(plan);
        var damaged = check.Damaged.ToList();
        foreach (string problem in files) Console.WriteLine($"damaged: {problem}; the study's next run writes it anew");
        foreach (string told in repair ? check.SetAside() : damaged.Select(d => $"{d.Artifact.Folder}: {d.Problem}"))
            Console.WriteLine($"damaged: {told}");
        var all = plan.Artifacts().ToList();
        int unverified = all.Count(a => check.Has(a) && !check[a].Verified);
        Console.WriteLine($"{plan.Study}: {all.Count(check.Has)} of {all.Count} results are whole, {damaged.Count} damaged"
            + (unverified > 0 ? $"; {unverified} of them have no checksums, being of an earlier version" : ""));
        if (damaged.Count > 0 && !repair)
            Console.WriteLine("the study's next run makes damaged results again; --repair only moves them away");
        return files.Length > 0 || damaged.Count > 0 && !repair ? ExitCode.Failed : ExitCode.Done;
    }

    private static int Result(string folder)
    {
        Manifest manifest = Manifest.ReadWhole(folder);
        Console.WriteLine(manifest.Files is { } files
            ? $"{Foreign.Path(folder)}: {files.Count + 1} files are as they were written"
            : $"{Foreign.Path(folder)}: has no checksums, being of an earlier version; nothing to hold it against");
        return ExitCode.Done;
    }

    private static int Model(string path)
    {
        ModelFile.Read(path).Dispose();
        string found = ModelFile.ReadHeader(path).Metadata.ContainsKey(ModelFile.Checksum)
            ? "is as it was written"
            : "has no checksum: of an earlier version, or of another program";
        Console.WriteLine($"{Foreign.Path(path)}: {found}");
        return ExitCode.Done;
    }
}
