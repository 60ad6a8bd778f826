using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;
using Strata.Runtime;

namespace Strata.Benchmarks;

/// <summary>
/// Compares the ratios of the results in the working tree with committed ones. Seconds differ from day to day, ratios within a session
/// hardly.
/// </summary>
internal static class CheckCommand
{
    public static Command Command()
    {
        var tolerance = new Option<double>("--tolerance")
        {
            Description = "How much worse a ratio may be, as a share of what it was",
            DefaultValueFactory = _ => 0.1
        };
        var against = new Option<string>("--against") { Description = "The commit to compare with", DefaultValueFactory = _ => "HEAD" };
        var command = new Command("check",
            "Compares the ratios in bench/results with committed ones; ends with 1 where one is worse.") { tolerance, against };
        command.SetAction(parsed => Run(parsed.GetValue(tolerance), parsed.GetValue(against)!));
        return command;
    }

    private static int Run(double tolerance, string commit)
    {
        string root = ResultFile.Root();
        if (Git(root, "rev-parse", "--verify", "--quiet", $"{commit}^{{commit}}") is null)
            throw new StrataException($"{commit}: git knows no such commit in {root}");
        var table = new Table().AddColumns("file", "case", "ratio", "was", "is", "");
        int compared = 0, worse = 0;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "bench", "results"), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            string relative = Path.GetRelativePath(root, file).Replace('\\', '/');
            if (Git(root, "show", $"{commit}:{relative}") is not { } committed) continue;
            var earlier = ResultFile.Figures(committed).Where(f => f.Figure.Unit is null)
                .ToDictionary(f => (f.Case, f.Figure.Name), f => f.Figure);
            foreach ((string name, Figure now) in ResultFile.Figures(File.ReadAllText(file)))
            {
                if (now.Unit is not null || !earlier.TryGetValue((name, now.Name), out Figure? was)) continue;
                compared++;
                double change = now.Over(was);
                bool bad = change < 1 - tolerance;
                if (bad) worse++;
                if (now.Value != was.Value)
                    table.AddRow(Markup.Escape(relative), Markup.Escape(name), Markup.Escape(now.Name), $"{was.Value:0.000}",
                        $"{now.Value:0.000}", bad ? "WORSE" : change > 1 + tolerance ? "better" : "");
            }
        }
        if (table.Rows.Count > 0) AnsiConsole.Write(table);
        Console.WriteLine(
            $"{compared} ratios compared with {commit}, {table.Rows.Count} changed, {worse} worse by more than {tolerance:P0}");
        return worse > 0 ? 1 : 0;
    }

    /// <summary>What git prints, or null where it fails.</summary>
    private static string? Git(string root, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", root, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new StrataException("git does not start");
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = error.Result;
        return process.ExitCode == 0 ? output : null;
    }
}
