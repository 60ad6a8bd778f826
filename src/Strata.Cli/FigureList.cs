using System.CommandLine;
using Spectre.Console;
using Strata.Studies.Reproduction;

namespace Strata.Cli;

/// <summary>Figures that can be reproduced, for people.</summary>
internal static class FigureList
{
    public static void Write(ParseResult parsed, int threads, CancellationToken stop)
    {
        CommonOptions.Say(parsed)?.Invoke("Measuring roughly how fast this machine is …");
        FigureCost?[,] costs = FigureCost.All(threads, stop);
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = !Console.IsOutputRedirected };
        table.AddColumns(["figure", "claim", "published", .. Scales.All.Select(Scales.Name)]);
        foreach (var (row, figure) in PublishedFigures.All.Index())
            table.AddRow([figure.Id, Markup.Escape(figure.Claim), Markup.Escape(figure.Published),
                .. Enumerable.Range(0, Scales.All.Count).Select(scale => Words(costs[row, scale]))]);
        TableOutput.Write(table);
        Console.WriteLine($"Networks that are trained, and about how long all takes on this machine with {threads} "
            + $"{(threads == 1 ? "thread" : "threads")}, alone; --dry-run measures more exactly. Networks that figures share are trained "
            + "once. Too large: for the memory of this machine.");
    }

    private static string Words(FigureCost? cost)
        => cost is null ? "too large" : $"{cost.Networks}, {ProgressState.Readable(TimeSpan.FromSeconds(cost.Seconds))}";
}
