using Spectre.Console;

namespace Strata.Benchmarks;

/// <summary>Prints what was measured and how it stands to its targets, and keeps it.</summary>
internal static class Report
{
    /// <param name="name">Of the result file.</param>
    /// <param name="unit">Of all timings.</param>
    /// <param name="peer">What it was measured beside, with its version.</param>
    public static int Write(string name, string unit, string peer, IReadOnlyList<BenchmarkCase> cases)
    {
        Table timings = new Table().AddColumns("case", unit, "median", "min", "max", "n"),
            figures = new Table().AddColumns("case", "figure", "value", "target", "");
        foreach (BenchmarkCase c in cases)
        {
            for (int i = 0; i < c.Timings.Count; i++)
            {
                Timing t = c.Timings[i];
                timings.AddRow(i == 0 ? Markup.Escape(c.Name) : "", Markup.Escape(t.Name), Number(t.Median), Number(t.Minimum),
                    Number(t.Maximum), $"{t.Values.Count}");
            }
            for (int i = 0; i < c.Figures.Count; i++)
            {
                Figure f = c.Figures[i];
                string target = f.Target is { } number ? $"{(f.Better == Better.Higher ? "≥" : "≤")} {number:0.###}" : "";
                figures.AddRow(i == 0 ? Markup.Escape(c.Name) : "", Markup.Escape(f.Name),
                    $"{f.Value:0.000}{(f.Unit is null ? "" : $" {f.Unit}")}", target,
                    f.Reached switch { true => "reached", false => "MISSED", null => "" });
            }
        }
        AnsiConsole.Write(timings);
        AnsiConsole.Write(figures);
        Console.WriteLine(ResultFile.Write(name, unit, peer, cases));
        return 0;
    }

    /// <summary>Three digits that matter.</summary>
    private static string Number(double value)
        => Math.Abs(value) >= 100 ? $"{value:0}" : Math.Abs(value) >= 10 ? $"{value:0.0}" : Math.Abs(value) >= 1 ? $"{value:0.00}"
        : $"{value:0.0000}";
}
